import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { isChina, type Settings } from './config.ts';
import { FlowRole } from './constructs/approval-flow.ts';
import { Attachments } from './constructs/attachments.ts';
import { CheckpointKeeping } from './constructs/checkpoints.ts';
import { People } from './constructs/identity.ts';
import { Mail } from './constructs/mail.ts';
import { Records } from './constructs/records.ts';

/**
 * What must outlive a release: the tables, the key and the archive of checkpoints, the attachments, the people, the
 * verified sender, and the role that running executions keep. Everything here is retained and has a logical id that never changes.
 */
export class StorageStack extends Stack {
  readonly records: Records;
  readonly flowRole: FlowRole;
  readonly checkpoints: CheckpointKeeping;
  readonly attachments: Attachments;
  /** Absent where there is an issuer of one's own and no pool is to be kept. */
  readonly people: People | undefined;
  /** Absent where mail goes by SMTP and no sender of before is to be kept. */
  readonly mail: Mail | undefined;

  constructor(scope: Construct, id: string, props: StackProps & { readonly settings: Settings }) {
    super(scope, id, { ...props, description: 'Countersign: records, people and sender' });
    const { settings } = props;

    this.records = new Records(this, 'records', settings);
    this.flowRole = new FlowRole(this, 'approval-flow-role', { traced: !isChina(settings) });
    this.checkpoints = new CheckpointKeeping(this, 'checkpoints', settings);
    this.attachments = new Attachments(this, 'attachments', settings);
    const hasPool = settings.userPool ?? settings.issuer === undefined;
    this.people = hasPool ? new People(this, 'people', settings) : undefined;
    const hasSender = settings.mailTransport === 'ses' || settings.mailIdentity !== undefined;
    this.mail = hasSender ? new Mail(this, 'mail', settings) : undefined;
    this.keepExports();
    this.addOutputs();
  }

  /**
   * The service imports some values only with some settings, and some only that of an earlier release. Exported all the
   * same, so that neither a change of a setting nor an upgrade takes an export away from a service that still imports it:
   * CloudFormation would refuse that, and storage goes first.
   */
  private keepExports(): void {
    this.exportValue(this.records.historyStreamArn);
    if (this.people) {
      this.exportValue(this.people.pool.userPoolId);
      this.exportValue(this.people.pool.userPoolProviderUrl);
    }
    if (this.mail) this.exportValue(this.mail.configurationSetName);
    if (this.mail?.identityName !== undefined) this.exportValue(this.mail.identityName);
  }

  private addOutputs(): void {
    const output = (id: string, value: string, description: string) =>
      new CfnOutput(this, `Output${id}`, { value, description }).overrideLogicalId(id);
    if (this.people) {
      output('UserPoolId', this.people.pool.userPoolId, 'The pool that holds the people');
      output('SignInPage', this.people.signInPage, 'Where people sign in');
    }
    for (const [index, { name, value }] of (this.mail?.dkimRecords ?? []).entries())
      output(
        `DkimRecord${index + 1}`,
        `${name} CNAME ${value}`,
        'A DNS record that verifies the domain that mails come from: name, type and value',
      );
  }
}
