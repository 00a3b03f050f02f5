import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type IApplyRule } from 'cdk-nag';

/** The rules that we break, and why. Everything else that the rules find fails the synthesis. */
const brokenOnPurpose = {
  APIG4:
    'People come with a session cookie or with the link of a mail, programs with a token, to the same addresses: ' +
    'the functions decide, and refuse a route without a policy.',
  COG2: 'A one-time code by mail is the only factor; Cognito does not combine it with a second one.',
  COG8: 'Threat protection (plus plan) watches passwords, and nobody has one.',
  S1:
    'The buckets are written by functions whose logs, and the history, say who did what; a log of accesses would be one ' +
    'more bucket to keep, and would hold signed addresses.',
  SF1: 'Level ALL would log every step of every approval, whose record is the history; errors are logged.',
  SQS3: 'The queue is itself where the unprocessed ends; its alarm is the next step.',
};

class SolutionsChecks extends AwsSolutionsChecks {
  /**
   * Leaves out IAM5 (wildcards): it wants each one acknowledged under an id that holds the resolved ARN, which is
   * another one in every account. test/infra holds our wildcards, of which it demands more.
   */
  protected override applyRule(rule: IApplyRule): void {
    if (rule.ruleSuffixOverride !== 'IAM5') super.applyRule(rule);
  }
}

/** Holds the app against the AWS Solutions rules. */
export function addChecks(app: App): void {
  Validations.of(app).addPlugins(new SolutionsChecks(app));
  for (const [rule, reason] of Object.entries(brokenOnPurpose))
    Validations.of(app).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}
