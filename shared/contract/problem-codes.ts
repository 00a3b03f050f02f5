import type { Words } from '../values/language.ts';

interface Kind {
  readonly status: number;
  readonly title: Words;
}

/** The only table from a problem's code to its status. A code never changes its meaning; programs match on it. */
export const problemCodes = {
  'malformed-json': { status: 400, title: { zh: '内容不是有效的 JSON', en: 'The body is not valid JSON' } },
  'malformed-form': { status: 400, title: { zh: '表单内容无法读取', en: 'The form could not be read' } },
  'unknown-parameter': {
    status: 400,
    title: { zh: '地址中有未知参数', en: 'The address has an unknown parameter' },
  },
  'invalid-parameter': {
    status: 400,
    title: { zh: '地址中的参数不对', en: 'A parameter of the address is wrong' },
  },
  'invalid-idempotency-key': {
    status: 400,
    title: {
      zh: 'Idempotency-Key 应为 1 至 200 个可见的 ASCII 字符',
      en: 'An Idempotency-Key has 1 to 200 visible ASCII characters',
    },
  },
  'sign-in-failed': {
    status: 400,
    title: { zh: '登录没有完成，请重新登录', en: 'The sign-in was not completed. Please sign in again' },
  },
  unauthenticated: { status: 401, title: { zh: '请先登录', en: 'Please sign in' } },
  'session-idle': {
    status: 401,
    title: {
      zh: '您较长时间没有操作，已自动退出，请重新登录',
      en: 'You were signed out because nothing was done for a while. Please sign in again',
    },
  },
  'invalid-token': { status: 401, title: { zh: '访问令牌无效', en: 'The access token is not valid' } },
  forbidden: { status: 403, title: { zh: '您没有这项权限', en: 'You may not do this' } },
  'own-project': {
    status: 403,
    title: { zh: '不能审核自己申报的项目', en: 'You may not decide on a project of your own' },
  },
  'no-longer-listed': {
    status: 403,
    title: {
      zh: '您已不在人员名录中，此件不能再由您办理；管理员可以转给他人',
      en: 'You are no longer in the directory and cannot decide this. An administrator can reassign it',
    },
  },
  'other-person': {
    status: 403,
    title: { zh: '此链接属于另一位工作人员', en: 'This link belongs to another person' },
  },
  'cross-site': {
    status: 403,
    title: { zh: '请求来自其他网站，已拒绝', en: 'The request came from another site' },
  },
  'cross-site-reading': {
    status: 403,
    title: {
      zh: '这次查阅会留下记录，不能由其他网站代为发起',
      en: 'This reading is recorded, so another site cannot begin it',
    },
  },
  'contents-by-post': {
    status: 403,
    title: {
      zh: '含个人信息的内容须以 POST 请求取得',
      en: 'Contents with personal data are taken by POST',
    },
  },
  'not-found': { status: 404, title: { zh: '没有找到', en: 'Not found' } },
  'method-not-allowed': {
    status: 405,
    title: { zh: '此地址不支持这种请求方法', en: 'This address does not take this method' },
  },
  'unknown-person': { status: 422, title: { zh: '名录中没有此人', en: 'The directory has no such person' } },
  'not-a-holder': {
    status: 422,
    title: {
      zh: '此人不担任这一环节的岗位，也不是其代理人',
      en: 'This person neither holds the post of this stage nor stands in for it',
    },
  },
  'to-oneself': {
    status: 403,
    title: { zh: '不能转给自己办理', en: 'You cannot give a request to yourself' },
  },
  'unknown-form': { status: 404, title: { zh: '没有这种申报表', en: 'There is no such form' } },
  'already-decided': { status: 409, title: { zh: '已经作出决定', en: 'It has already been decided' } },
  'already-objected': {
    status: 409,
    title: {
      zh: '对这次核减已经提出过异议；再有核减时可以再次提出',
      en: 'You have objected to this cut. If there is another cut, you can object to that one',
    },
  },
  'content-changed': {
    status: 409,
    title: { zh: '申报内容已有变化，请重新查看', en: 'The declaration has changed. Please read it again' },
  },
  'attachment-not-ready': {
    status: 409,
    title: { zh: '附件现在不能查看', en: 'The attachment cannot be opened now' },
  },
  'attachment-in-use': {
    status: 409,
    title: {
      zh: '附件已在申报或办理内容中使用，没有删除',
      en: 'The attachment is in use in a declaration or a decision; it was not deleted',
    },
  },
  'read-first': {
    status: 409,
    title: {
      zh: '此件须单独打开办理',
      en: 'This one must be opened and decided alone',
    },
  },
  reassigned: { status: 409, title: { zh: '已转由他人办理', en: 'It has been reassigned to someone else' } },
  'request-closed': { status: 409, title: { zh: '这项办理已经结束', en: 'The request is closed' } },
  'not-in-this-state': {
    status: 409,
    title: { zh: '项目当前状态不允许', en: 'The project is not in a state for this' },
  },
  'no-open-round': {
    status: 409,
    title: { zh: '不在申报时间内，没有提交', en: 'No round is open for it; it was not submitted' },
  },
  'over-ceiling': {
    status: 409,
    title: {
      zh: '超过申报批次的控制数，没有提交',
      en: 'Over the ceiling of the round; it was not submitted',
    },
  },
  conflict: {
    status: 409,
    title: { zh: '同时有其他操作，请重试', en: 'Someone else was working on it. Please try again' },
  },
  'code-required': {
    status: 403,
    title: {
      zh: '已向您的邮箱发送六位验证码，请填写后再次提交',
      en: 'A six-digit code was mailed to you. Enter it and send again',
    },
  },
  'wrong-code': {
    status: 403,
    title: { zh: '验证码不对或已失效', en: 'The code is wrong, or no longer valid' },
  },
  'link-expired': { status: 410, title: { zh: '链接已过期', en: 'The link has expired' } },
  'stale-version': {
    status: 412,
    title: { zh: '内容已被更新，请重新打开', en: 'It has been changed since. Please open it again' },
  },
  'too-large': { status: 413, title: { zh: '内容过大', en: 'The body is too large' } },
  'evidence-too-large': {
    status: 413,
    title: {
      zh: '证据包超过一次能下载的大小',
      en: 'The evidence is larger than one answer can be',
    },
  },
  'export-too-large': {
    status: 413,
    title: {
      zh: '导出的内容超过一个工作簿能容纳的大小',
      en: 'The export is larger than one workbook can be',
    },
  },
  'unsupported-media-type': {
    status: 415,
    title: { zh: '不支持这种内容格式', en: 'This kind of content is not supported' },
  },
  'invalid-body': {
    status: 422,
    title: { zh: '内容不符合要求', en: 'What was sent does not meet the requirements' },
  },
  'invalid-declaration': {
    status: 422,
    title: { zh: '申报内容还有问题', en: 'The declaration still has errors' },
  },
  'idempotency-mismatch': {
    status: 422,
    title: {
      zh: '同一个 Idempotency-Key 已用于其他内容',
      en: 'The Idempotency-Key was used for another body',
    },
  },
  'version-required': {
    status: 428,
    title: { zh: '请求须带 If-Match', en: 'The request needs an If-Match' },
  },
  'too-many-links': {
    status: 429,
    title: {
      zh: '这项办理的链接已重发多次，不再重发。每周的提醒邮件带有新链接；也可请管理员转办',
      en: 'This link has been mailed several times and will not be mailed again. The weekly reminder brings a new one, or an administrator can reassign the request',
    },
  },
  'too-soon-to-urge': {
    status: 429,
    title: { zh: '现在还不能催办', en: 'A reminder cannot be sent yet' },
  },
  'too-many-requests': {
    status: 429,
    title: { zh: '请求过多，请稍后再试', en: 'Too many requests. Try again later' },
  },
  internal: {
    status: 500,
    title: { zh: '系统出错，请稍后再试', en: 'Something went wrong. Try again later' },
  },
  'not-yet-covered': {
    status: 503,
    title: {
      zh: '检查点尚未覆盖这个项目，请稍后再试',
      en: 'No checkpoint covers this project yet. Try again in a moment',
    },
  },
  'issuer-unavailable': {
    status: 503,
    title: {
      zh: '登录服务暂时不可用，请稍后再试',
      en: 'The sign-in service cannot be reached. Try again later',
    },
  },
  'storage-unavailable': {
    status: 503,
    title: {
      zh: '磁盘已满或不可写，没有保存任何内容；腾出空间后请再次提交',
      en: 'The disk is full or cannot be written. Nothing was stored; send it again once there is room',
    },
  },
  'files-unavailable': {
    status: 503,
    title: {
      zh: '附件存储暂时不可用，没有保存或提交任何内容，请稍后再试',
      en: 'The store of attachments cannot be reached. Nothing was stored or submitted. Try again later',
    },
  },
  'not-ready': {
    status: 503,
    title: {
      zh: '后台处理有积压：决定和提交仍会保存，邮件和后续环节会晚到',
      en: 'Work in the background is behind: what is sent is stored, mails and next steps come late',
    },
  },
  'storage-silent': {
    status: 503,
    title: {
      zh: '数据库暂时没有响应，请稍后再试；如刚才提交了内容，请先刷新，确认是否已经保存',
      en: 'The database does not answer at present. Try again in a moment; if you sent something, reload first to see whether it was stored',
    },
  },
  'timed-out': {
    status: 503,
    title: { zh: '处理超时，请刷新后确认结果', en: 'It took too long. Reload to see whether it was done' },
  },
} as const satisfies Record<string, Kind>;

export type ProblemCode = keyof typeof problemCodes;
