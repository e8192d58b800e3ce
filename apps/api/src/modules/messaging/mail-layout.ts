import { type Html, markup } from '../../platform/pdf/index.js';
import type { MailText } from './templates.js';

const FOOT = '这封邮件由系统发出，请不要回复。签程 · 就业协议网签';

export function mailPlain({ paragraphs, code, link }: MailText): string {
  const [first = '', ...rest] = paragraphs;
  const body = [first, ...(code ? [code] : []), ...rest, ...(link ? [`${link.words}：${link.href}`] : [])];
  return [...body, `-- \n${FOOT}`].join('\n\n');
}

/** Styles stand on the elements: mail readers drop everything else. What people typed is escaped by `markup`. */
export function mailHtml({ paragraphs, code, link }: MailText): string {
  const [first = '', ...rest] = paragraphs;
  return markup`<!doctype html><html lang="zh-CN"><body style="margin:0;padding:24px;background:#f6f7f9"><div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border:1px solid #d9dde4;border-radius:12px;font:16px/1.6 sans-serif;color:#1b1f27">${[
    paragraph(first),
    code &&
      markup`<p style="margin:0 0 16px;font-size:34px;line-height:1.3;font-weight:600;letter-spacing:6px">${code}</p>`,
    rest.map(paragraph),
    link &&
      markup`<p style="margin:0 0 16px"><a href="${link.href}" style="display:inline-block;padding:10px 20px;border-radius:8px;background:#1d5fd1;color:#fff;text-decoration:none">${link.words}</a></p>`,
  ]}<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #e9ecf0;font-size:13px;color:#5c6370">${FOOT}</p></div></body></html>`
    .text;
}

function paragraph(text: string): Html {
  return markup`<p style="margin:0 0 16px">${text}</p>`;
}
