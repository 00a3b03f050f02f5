/** Somebody who can sign in at the issuer of this machine. */
export interface Account {
  /** The token's `sub`, and what a person or a test names the account by. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The roles, in the claim where Cognito puts its groups. */
  readonly groups: readonly string[];
  /** What tells the account apart where its role does not; Chinese and English. */
  readonly note?: readonly [string, string];
}

/** The account with that id, at this moment. */
export type FindAccount = (id: string) => Promise<Account | undefined>;

const delegate = ['代理人', 'delegate'] as const;

/** The sample accounts: one for each role, and a second one wherever rules concern two people. */
export const accounts: readonly Account[] = [
  sample('submitter', '经办人甲', 'submitter'),
  sample('submitter2', '经办人乙', 'submitter', ['另一单位', 'another unit']),
  sample('reviewer', '审核人丙', 'reviewer'),
  sample('reviewer2', '审核人丁', 'reviewer', delegate),
  sample('approver', '审批人戊', 'approver'),
  sample('approver2', '审批人己', 'approver', delegate),
  sample('auditor', '审计员庚', 'auditor'),
  sample('administrator', '管理员辛', 'administrator'),
];

function sample(id: string, name: string, role: string, note?: readonly [string, string]): Account {
  return {
    id,
    name: `${name}（示例）`,
    email: `${id}@countersign.example`,
    groups: [role],
    ...(note === undefined ? {} : { note }),
  };
}
