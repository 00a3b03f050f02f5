import type { Answer } from '../../shared/http/endpoint.ts';
import type { Lang } from '../../shared/values/language.ts';

const words = {
  zh: {
    title: '已退出',
    text: '您已退出会签。',
    everywhere: '您在所有设备上的登录都已退出会签。',
    issuer: '正在退出登录服务；如果没有自动继续，请点这里',
    again: '重新登录',
    about: '会签是什么、怎么用',
  },
  en: {
    title: 'Signed out',
    text: 'You are signed out of Countersign.',
    everywhere: 'You are signed out of Countersign on all your devices.',
    issuer: 'Signing out of the sign-in service as well. If it does not go on by itself, follow this link',
    again: 'Sign in again',
    about: 'About Countersign and how to use it',
  },
} as const;

/** Says that the session is over, and leads on to the issuer's own where that is still to be ended. */
export function signedOutPage(
  lang: Lang,
  endSession: string | undefined,
  isEverywhere: boolean,
): NonNullable<Answer['page']> {
  const { title, text, everywhere, issuer, again, about } = words[lang];
  return {
    frame: { title },
    content: (
      <>
        <h1>{title}</h1>
        <p>{isEverywhere ? everywhere : text}</p>
        <p>
          <a href={endSession ?? '/sign-in'}>{endSession === undefined ? again : issuer}</a>
        </p>
        <p>
          <a href="/about">{about}</a>
        </p>
      </>
    ),
  };
}
