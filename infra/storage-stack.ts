import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Settings } from './config.ts';
import { FlowRole } from './constructs/approval-flow.ts';
import { CheckpointKeeping } from './constructs/checkpoints.ts';
import { People } from './constructs/identity.ts';
import { Mail } from './constructs/mail.ts';
import { Records } from './constructs/records.ts';

/**
 * What must outlive a release: the tables, the key and the archive of checkpoints, the people, the verified sender,
 * and the role that running executions keep. Everything here is retained and has a logical id that never changes.
 */
export class StorageStack extends Stack {
  readonly records: Records;
  readonly flowRole: FlowRole;
  readonly checkpoints: CheckpointKeeping;
  /** Absent where an issuer of one's own is configured. */
  readonly people: People | undefined;
  /** Absent where mail goes by SMTP. */
  readonly mail: Mail | undefined;

  constructor(scope: Construct, id: string, props: StackProps & { readonly settings: Settings }) {
    super(scope, id, { ...props, description: 'Countersign: records, people and sender' });
    const { settings } = props;

    this.records = new Records(this, 'records');
    this.flowRole = new FlowRole(this, 'approval-flow-role');
    this.checkpoints = new CheckpointKeeping(this, 'checkpoints', settings);
    this.people = settings.issuer === undefined ? new People(this, 'people', settings) : undefined;
    this.mail = settings.mailTransport === 'ses' ? new Mail(this, 'mail', settings.mailFrom) : undefined;
  }
}
