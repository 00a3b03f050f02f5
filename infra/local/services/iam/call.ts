/** What is known of a call beside action and resource, by condition key in lower case. Absent where there is nothing. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One thing that an API call asks to do. Some ask for several: a transaction for all that is in it. */
export interface Call {
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** The ARN; `*` for an action that knows no resource. */
  readonly resource: string;
  readonly context: Context;
}

/** How ARNs of the template's account begin. */
export interface Account {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** An ARN of the account: `arnOf(account, 'sqs', 'name')`. */
export const arnOf = ({ partition, region, account }: Account, service: string, rest: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;
