// 浏览器来自 @sparticuz/chromium 或 CHROMIUM_PATH；puppeteer 不下载自己的浏览器。
module.exports = { skipDownload: true };
