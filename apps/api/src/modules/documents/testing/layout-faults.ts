/**
 * Runs in the page and lists what the eye would see: boxes that hold less than they should, text beyond its cell, rows
 * taller than worked out, a seal over an opinion. As text, for this program is compiled without a browser's types.
 */
export const LAYOUT_FAULTS = `(() => {
  const faults = [];
  const mm = (px) => (px / 96) * 25.4;
  const textBox = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  document.querySelectorAll('.in').forEach((page, index) => {
    const say = (what, element) => {
      faults.push('page ' + (index + 1) + ': ' + what + ': ' + element.className + ' ' + element.textContent.slice(0, 30));
    };
    if (page.scrollHeight > page.clientHeight + 1 || page.scrollWidth > page.clientWidth + 1) say('page overflows', page);
    page.querySelectorAll('td,th,.box,.body,.side,dd,.no,h1').forEach((element) => {
      if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) say('too wide', element);
      if (element.scrollHeight > element.clientHeight + 1 && element.tagName === 'TD') say('too high', element);
      const text = textBox(element);
      if (text.width > 0 && text.right > element.getBoundingClientRect().right + 0.5) say('text leaves its cell', element);
    });
    page.querySelectorAll('tr').forEach((row) => {
      if (mm(row.getBoundingClientRect().height) > parseFloat(row.style.height) + 0.1) say('row grew', row);
    });
    page.querySelectorAll('.box').forEach((box) => {
      const [opinion, foot, seal] = ['p', '.sign', '.sealplace'].map((selector) => box.querySelector(selector));
      if (!opinion || !foot) return;
      const text = textBox(opinion);
      if (text.bottom > foot.getBoundingClientRect().top + 1) say('opinion runs into the signature', box);
      const place = seal && seal.getBoundingClientRect();
      if (place && text.bottom > place.top + 1 && text.right > place.left + 1) say('opinion lies under the seal', box);
    });
  });
  return faults;
})()`;
