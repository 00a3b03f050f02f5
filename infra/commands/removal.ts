import type { Words } from '../../shared/values/language.ts';
import type { Settings } from '../config.ts';
import { domainOf } from '../constructs/identity.ts';
import { changeSettingsFile, readSettingsFile } from '../settings-file.ts';
import { stackNames } from './doctor/checks.ts';

/** What removing a deployment does, what stays and what it costs, and how the rest is removed by whoever wants that. */
export function removalTold(settings: Settings): Words {
  const { storage, service } = stackNames(settings);
  const sender = settings.mailTransport === 'ses' && settings.mailIdentity !== 'existing';
  const { formerDomains = [] } = settings;
  const commands = [
    ...formerDomains.map(
      (name) =>
        `aws apigatewayv2 delete-domain-name --domain-name ${name}   # before removing, with its API mapping: while that leads here, the API cannot be deleted`,
    ),
    ...[storage, service].map(
      (stack) =>
        `aws cloudformation list-stack-resources --stack-name ${stack} --output table   # before removing: the names of all that stays`,
    ),
    'aws dynamodb update-table --table-name … --no-deletion-protection-enabled && aws dynamodb delete-table --table-name …   # Projects and History',
    'aws kms schedule-key-deletion --key-id … --pending-window-in-days 30   # CheckpointKey: after it no checkpoint can be verified anew',
    'aws cognito-idp delete-user-pool-domain --user-pool-id … --domain … && aws cognito-idp update-user-pool --user-pool-id … --deletion-protection INACTIVE && aws cognito-idp delete-user-pool --user-pool-id …   # SignInDomain and People',
    'aws s3api delete-bucket-policy --bucket …   # Checkpoints and Files: while it stands, nobody removes anything from them',
    'aws s3api delete-bucket --bucket …   # Checkpoints, Uploads and Files, once the console’s “Empty” has removed all versions in each',
    'aws iam delete-role-policy --role-name … --policy-name … && aws iam delete-role --role-name …   # ApprovalFlowRole',
    'aws stepfunctions delete-state-machine --state-machine-arn …   # ProjectDeclarationFlow',
    'aws logs delete-log-group --log-group-name …   # each whose name ends with Logs',
    ...(settings.mailTransport === 'ses'
      ? ['aws sesv2 delete-configuration-set --configuration-set-name …   # MailConfiguration']
      : []),
    ...(sender ? [`aws sesv2 delete-email-identity --email-identity ${domainOf(settings.mailFrom)}`] : []),
  ].map((command) => `    ${command}`);
  return {
    zh: [
      `将删除 ${service}（网址、函数、流程定义的入口、日程、报警）和 ${storage}。网址随即失效，寄出的链接打不开。`,
      '保留不删：项目和历史两张表、检查点的密钥和存储桶、附件的两个存储桶、人员库、发件人及其配置集、日志、流程定义及其角色。空放着每月约一美元加存储费。',
      '检查点和附件的存储桶若上了锁，到期之前谁也删不掉。以后重新部署会另建新表；旧表可以恢复或导出。',
      '人员库的登录地址和发件人仍被占用：重新部署时请用 mailIdentity=existing 和另一个 signInPrefix，或先删掉它们。',
      '先做一次备份：aws dynamodb create-backup。要连保留的也删，逐条执行：',
      ...commands,
    ].join('\n'),
    en: [
      `Removes ${service} (address, functions, schedules, alarms) and ${storage}. The address is gone at once; mailed links lead nowhere.`,
      'What stays: the tables Projects and History, the key and the bucket of checkpoints, both buckets of attachments, the people, the sender and its configuration set, logs, and the flows’ definitions with their role. Together about a dollar a month, and storage.',
      'Locked buckets of checkpoints and attachments can be removed by nobody before their time. A new deployment makes new tables; the old ones can be restored or exported.',
      'The label of the sign-in page and the sender stay taken: deploy anew with mailIdentity=existing and another signInPrefix, or remove them first.',
      'Make a backup first: aws dynamodb create-backup. To remove what stays as well, one by one:',
      ...commands,
    ].join('\n'),
  };
}

/** After a removal: the next deployment is a first one, and what is protected cannot be cleared away when that fails. */
export function forgetProtection(file: string): void {
  if (readSettingsFile(file, undefined).settings.protected !== undefined)
    changeSettingsFile(file, { protected: undefined });
}
