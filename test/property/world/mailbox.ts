/** The mails that went out, each held at once against what its sender had read last: none may say what is not so. */
import type { Mail } from '../../../shared/effects/mail/transport.ts';
import type { Seen } from './process.ts';

export interface Received {
  readonly person: string;
  readonly tag: string;
  readonly token: string | undefined;
  /** The number of the event that it tells of. */
  readonly seq: number;
  readonly text: string;
}

/** What each mail claims of the project, by the word that begins its subject. */
const claims: Readonly<Record<string, (seen: Seen, person: string) => boolean>> = {
  已批准: ({ record }) => record.flow.state === 'approved',
  未予批准: ({ record }) => record.flow.state === 'rejected',
  已撤销: ({ record }) => record.flow.state === 'withdrawn',
  逾期失效: ({ record }) => record.flow.state === 'lapsed',
  // To whoever decided before, of what a later stage returned.
  已退回: ({ record }) => record.flow.state === 'returned',
  退回修改: ({ record }) => record.flow.state === 'returned',
  即将逾期: ({ record }) => record.flow.state === 'returned',
  // "There is nothing to decide now; a new mail will follow."
  已撤回修改: ({ record }) => record.flow.state === 'draft',
  // "It goes on to the next stage; until the final decision you may object."
  核减: ({ record }) => record.flow.state === 'in-review',
  待审签: (seen, person) => isAsked(seen, person),
  待审核: (seen, person) => isAsked(seen, person),
  待集体决策: (seen, person) => isAsked(seen, person),
  待审批: (seen, person) => isAsked(seen, person),
  催办: (seen, person) => isAsked(seen, person),
  验证码: (seen, person) => isAsked(seen, person),
  // "The project has gone back to the stage before; you need not do anything."
  重新审核: ({ record }) => record.flow.state === 'in-review',
  // "At the stage before yours a decision was taken back. There is nothing to decide now."
  上一环节收回: (seen, person) => !isAsked(seen, person),
  核减已收回: ({ record }) => record.flow.state === 'in-review',
  已转办: (seen, person) => !isAsked(seen, person),
  超期: ({ requests }) => requests.some(({ status }) => status === 'open'),
  // Nobody is asked, or all who are have approved and others must as well.
  无人可办: ({ requests }) =>
    requests.some(
      ({ status, assignees, decisions }) =>
        status === 'open' && assignees.every(({ id }) => decisions.some(({ by }) => by.id === id)),
    ),
};

const isAsked = ({ requests }: Seen, person: string): boolean =>
  requests.some(
    ({ status, assignees }) => status === 'open' && assignees.some((assignee) => assignee.id === person),
  );

/** Reads a mail, and why it must not have been sent, if so. */
export function receive(
  mail: Mail,
  seen: Seen | undefined,
): { received: Received; wrong: string | undefined } {
  const person = mail.to.slice(0, mail.to.indexOf('@'));
  const tag = /^【(.+?)】/.exec(mail.subject)?.[1] ?? '';
  const seq = Number(/-(\d+)-[^-]+$/.exec(mail.reference)?.[1]);
  const token = /\/decisions\/([\w-]{43})/.exec(mail.text)?.[1];
  const claim = claims[tag];
  const holds = claim !== undefined && seen !== undefined && claim(seen, person);
  const state = seen && `${seen.record.flow.state} r${seen.record.flow.revision}`;
  return {
    received: { person, tag, token, seq, text: mail.text },
    wrong: holds ? undefined : `${person} got 【${tag}】 of event ${seq} while the project was ${state}`,
  };
}
