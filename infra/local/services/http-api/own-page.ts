import type { IncomingMessage } from 'node:http';
import type { HttpAnswer } from './response.ts';

/**
 * What the service answers in a function's place, for people: a browser would show them a line of JSON. No function is
 * asked for it, which may be what cannot be reached, and nobody's language is known here.
 */

interface Words {
  readonly zh: readonly [title: string, what: string];
  readonly en: readonly [title: string, what: string];
}

const tooLarge: Words = {
  zh: ['内容过大，没有接收', '什么都没有保存。请返回上一页，换小一些的文件。'],
  en: ['Too large to be taken', 'Nothing was saved. Go back and choose a smaller file.'],
};
const busy: Words = {
  zh: ['系统正忙', '请稍等几秒，再刷新本页；需要重新提交时请确认，不会重复办理。'],
  en: [
    'The system is busy',
    'Wait a few seconds and reload this page; if the browser asks whether to send it again, it is carried out once only.',
  ],
};
const failed: Words = {
  zh: ['系统出错', '不是您的问题。请返回上一页，稍后再试。'],
  en: ['Something went wrong', 'This is a fault on our side. Go back, and try again in a little while.'],
};
const wrong: Words = {
  zh: ['地址有误', '请检查地址是否完整，或从首页重新进入。'],
  en: ['The address is wrong', 'Check that it is complete, or start again from the home page.'],
};

function wordsOf(status: number): Words {
  if (status === 413) return tooLarge;
  if (status === 503) return busy;
  return status >= 500 ? failed : wrong;
}

function pageOf({ status, headers }: HttpAnswer): HttpAnswer {
  const { zh, en } = wordsOf(status);
  const body = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>${zh[0]}</title></head><body><main><h1>${zh[0]}</h1><p>${zh[1]}</p><div lang="en"><h2>${en[0]}</h2><p>${en[1]}</p></div><p><a href="/">回到首页 <span lang="en">Home page</span></a></p></main></body></html>`;
  return {
    status,
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    },
    body: Buffer.from(body),
  };
}

/** An answer as whoever asked understands it: the service's own is a page in a browser. */
export const forReader = ({ headers }: IncomingMessage, answer: HttpAnswer): HttpAnswer =>
  answer.isOwn && headers.accept?.includes('text/html') ? pageOf(answer) : answer;
