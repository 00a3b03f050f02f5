import { isChina, isSampleSender, lacksNetwork } from '../../config.ts';
import { domainOf } from '../../constructs/identity.ts';
import { nameIn } from '../../constructs/pin.ts';
import { scannerTrouble } from './clamd.ts';
import { type Facts, foundIn, isDeployed, isNone, outputOf } from './facts.ts';
import { formerNamesTitle, formerNamesTrouble } from './former-names.ts';
import { type Check, type Trouble, trouble } from './judge.ts';
import { noAddress, relayTrouble } from './relay.ts';

/** Two people at the same minute, each with some pages, and the stream's consumers: below that a busy morning is refused. */
const fewestConcurrent = 100;
const increaseConcurrency =
  'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000';

const usesSes = ({ settings }: Facts): boolean => settings.mailTransport === 'ses';

/** How the SDK and AWS say that there are no credentials, or none that count: 'ExpiredToken', `InvalidClientTokenId` … */
const lacksCredentials =
  /^(Credentials|Expired|Invalid|Unrecognized|Signature|AuthFailure|IncompleteSignature)/;

function account({ settings, caller }: Facts): Trouble | undefined {
  const known = foundIn(caller)?.Account;
  if (
    known === undefined &&
    caller !== undefined &&
    'failed' in caller &&
    !lacksCredentials.test(caller.failed)
  )
    return trouble(
      '问不到凭据属于哪个账号：连不上 AWS，或区域写错了。',
      'AWS could not be asked whose credentials these are: it is not reached from here, or the region is none.',
      'aws sts get-caller-identity',
    );
  if (known === undefined)
    return trouble(
      '没有可用的 AWS 凭据，或凭据无效。',
      'There are no AWS credentials, or they are not valid.',
      'aws configure sso',
      'aws sts get-caller-identity',
    );
  if (settings.account !== undefined && settings.account !== known)
    return trouble(
      `设置文件写的账号是 ${settings.account}，凭据属于账号 ${known}。`,
      `The settings are for account ${settings.account}, the credentials are of ${known}.`,
      'aws sts get-caller-identity',
    );
  return undefined;
}

const region = ({ settings }: Facts): Trouble | undefined =>
  settings.region === undefined
    ? trouble(
        '没有写明部署到哪个区域。',
        'No region is given to deploy to.',
        'npm run setup -- --set region=eu-central-1',
      )
    : undefined;

function sample({ settings }: Facts): Trouble | undefined {
  return isSampleSender(settings)
    ? trouble(
        '发件地址还是示例地址，什么也寄不出去。',
        'Mails would come from the sample address, which reaches nobody.',
        'npm run setup',
      )
    : undefined;
}

const bootstrap = (facts: Facts): Trouble | undefined =>
  isNone(facts.bootstrap)
    ? trouble(
        '这个账号和区域还没有为 CDK 做准备（bootstrap）。',
        'This account and region are not bootstrapped for CDK.',
        'npm run bootstrap',
      )
    : undefined;

function deployed(facts: Facts): Trouble | undefined {
  const troubled = [facts.storage, facts.service].find((stack) => !isDeployed(stack));
  if (!troubled) return undefined;
  const status = foundIn(troubled)?.StackStatus;
  if (status === undefined) return trouble('还没有部署。', 'It is not deployed yet.', 'npm run deploy');
  const { StackName: name, StackStatusReason: reason } = foundIn(troubled) ?? {};
  // CloudFormation takes no other change meanwhile.
  if (status.endsWith('_IN_PROGRESS'))
    return trouble(
      `堆栈 ${name} 正在变更（${status}）：请等它结束，再执行一次 doctor。`,
      `The stack ${name} is being changed (${status}): wait for its end, and ask again.`,
      `aws cloudformation describe-stacks --stack-name ${name} --query "Stacks[0].StackStatus" --output text`,
      'npm run doctor',
    );
  return trouble(
    `堆栈 ${name} 的状态是 ${status}。${reason ?? ''}`,
    `The stack ${name} is in the state ${status}. ${reason ?? ''}`.trim(),
    `aws cloudformation describe-stack-events --stack-name ${name} --query "StackEvents[?contains(ResourceStatus,'FAILED')].[LogicalResourceId,ResourceStatusReason]" --output text`,
    // It is neither the new release nor the one before, and no deployment is taken until it is.
    ...(status === 'UPDATE_ROLLBACK_FAILED'
      ? [`aws cloudformation continue-update-rollback --stack-name ${name}`]
      : []),
    'npm run deploy',
  );
}

const protection = (facts: Facts): Trouble | undefined =>
  isDeployed(facts.service) && !facts.settings.protected
    ? trouble(
        '部署成功了，但堆栈、数据表和人员库还没有防删除保护。',
        'It is deployed, and stacks, tables and people are not protected against being deleted.',
        'npm run setup -- --set protected=true',
        'npm run deploy',
      )
    : undefined;

/** SES's identity that mails will come from: that of the address goes before that of its domain. */
const identityOf = ({ addressIdentity, domainIdentity }: Facts) =>
  foundIn(addressIdentity) ?? foundIn(domainIdentity);

function senderExists(facts: Facts): Trouble | undefined {
  const { mailFrom, mailIdentity } = facts.settings;
  if (!usesSes(facts)) return undefined;
  const identity = identityOf(facts);
  if (identity && mailIdentity !== 'existing' && isNone(facts.storage))
    return trouble(
      `SES 里已经有 ${mailFrom} 或其域名，再建会失败：请沿用。`,
      `SES has ${mailFrom} or its domain already; making it again would fail. Use the one that is there.`,
      'npm run setup -- --set mailIdentity=existing',
    );
  if (!identity && isNone(facts.domainIdentity) && mailIdentity === 'existing')
    return trouble(
      `设置写的是沿用 SES 里已有的发件人，可 SES 里既没有 ${mailFrom}，也没有它的域名。`,
      `The settings take a sender that SES has already, and it has neither ${mailFrom} nor its domain.`,
      `aws sesv2 create-email-identity --email-identity ${domainOf(mailFrom)}`,
    );
  return undefined;
}

function dkim(facts: Facts): Trouble | undefined {
  if (!usesSes(facts)) return undefined;
  const { mailFrom } = facts.settings;
  const identity = identityOf(facts);
  if (!identity || identity.VerifiedForSendingStatus) return undefined;
  if (identity.IdentityType === 'EMAIL_ADDRESS')
    return trouble(
      `AWS 给 ${mailFrom} 寄了一封确认信：点开其中的链接，之前寄不出信。`,
      `AWS has written to ${mailFrom}: follow the link in that mail. Nothing can be sent before.`,
      `aws sesv2 create-email-identity --email-identity ${mailFrom}   # sends it again, after delete-email-identity`,
    );
  const domain = domainOf(mailFrom);
  return trouble(
    `域名 ${domain} 还没有验证（DKIM ${identity.DkimAttributes?.Status ?? ''}）：请域名管理员加上这三条 DNS 记录。验证之前寄不出信。`,
    `The domain ${domain} is not verified (DKIM ${identity.DkimAttributes?.Status ?? ''}): ask whoever keeps its DNS for these records. Nothing can be sent before.`,
    ...(identity.DkimAttributes?.Tokens ?? []).map(
      (token) => `${token}._domainkey.${domain} CNAME ${token}.dkim.amazonses.com`,
    ),
  );
}

function sandbox(facts: Facts): Trouble | undefined {
  const sender = foundIn(facts.sender);
  if (!usesSes(facts) || !sender) return undefined;
  if (sender.SendingEnabled === false)
    return trouble(
      'SES 停用了这个账号的发信。',
      'SES has switched off sending for this account.',
      'aws sesv2 get-account --query EnforcementStatus',
    );
  if (sender.ProductionAccessEnabled) return undefined;
  return trouble(
    '账号还在 SES 沙箱里：只能寄给验证过的地址，每天 200 封。请申请正式使用。',
    'The account is in the SES sandbox: it sends to verified addresses only, 200 mails a day. Ask for production access.',
    'aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://… --use-case-description "Mails to officials about decisions that wait for them"',
  );
}

function relay({ settings, relay: answer }: Facts): Trouble | undefined {
  if (answer === undefined) return undefined;
  if (isNone(answer))
    return trouble(
      `Secrets Manager 里没有密文 ${settings.smtpSecretName}：寄不出信。`,
      `There is no secret ${settings.smtpSecretName} in Secrets Manager: nothing can be sent.`,
      `aws secretsmanager create-secret --name ${settings.smtpSecretName} --secret-string smtps://user:password@host`,
    );
  if (foundIn(answer)?.refusal?.code === noAddress.refusal?.code)
    return trouble(
      `密文 ${settings.smtpSecretName} 的内容不是邮件服务器地址：要整段就是 smtps://…，不要键值对（JSON）。`,
      `The text of the secret ${settings.smtpSecretName} is no address of a mail server: it is smtps://… and nothing else, not a key with a value (JSON).`,
      `aws secretsmanager put-secret-value --secret-id ${settings.smtpSecretName} --secret-string smtps://user:password@host`,
    );
  return relayTrouble(foundIn(answer));
}

function concurrency({ lambda }: Facts): Trouble | undefined {
  const most = foundIn(lambda)?.AccountLimit?.ConcurrentExecutions;
  return most !== undefined && most < fewestConcurrent
    ? trouble(
        `这个账号同时只能运行 ${most} 个函数，人一多就会被拒绝。提高限额不收费。`,
        `This account may run ${most} functions at once: a busy morning would be refused. More of them cost nothing.`,
        increaseConcurrency,
      )
    : undefined;
}

function certificate({ settings, certificate: answer }: Facts): Trouble | undefined {
  if (settings.domain === undefined) return undefined;
  const found = foundIn(answer)?.Certificate;
  if (found === undefined)
    return isNone(answer)
      ? trouble(
          `没有证书 ${settings.certificateArn}。`,
          `There is no certificate ${settings.certificateArn}.`,
          `aws acm request-certificate --domain-name ${settings.domain} --validation-method DNS`,
        )
      : undefined;
  const names = [found.DomainName, ...(found.SubjectAlternativeNames ?? [])];
  const wildcard = settings.domain.replace(/^[^.]+/, '*');
  if (!names.includes(settings.domain) && !names.includes(wildcard))
    return trouble(
      `证书不包含 ${settings.domain}。`,
      `The certificate does not cover ${settings.domain}.`,
      `aws acm request-certificate --domain-name ${settings.domain} --validation-method DNS`,
    );
  if (found.Status === 'ISSUED') return undefined;
  const records = (found.DomainValidationOptions ?? []).flatMap(({ ResourceRecord: record }) =>
    record ? [`${record.Name} ${record.Type} ${record.Value}`] : [],
  );
  return trouble(
    `证书还没有签发（${found.Status}）：请加上这些 DNS 记录。`,
    `The certificate is not issued (${found.Status}): these DNS records are needed.`,
    ...records,
  );
}

function hostName({ settings, service, hostName: answer }: Facts): Trouble | undefined {
  const target = outputOf(service, 'DomainTarget');
  if (settings.domain === undefined || target === undefined || answer === undefined) return undefined;
  const { names = [], addresses = [], targetAddresses = [] } = foundIn(answer) ?? {};
  const isNamed = names.some((name) => name.replace(/\.$/, '') === target);
  // As an ALIAS record answers: with the addresses of the other name.
  const isAlias = addresses.some((address) => targetAddresses.includes(address));
  return isNamed || isAlias
    ? undefined
    : trouble(
        `${settings.domain} 还没有指向本系统。`,
        `${settings.domain} does not lead to the product yet.`,
        `${settings.domain} CNAME ${target}`,
      );
}

function alarmMailbox(facts: Facts): Trouble | undefined {
  const { settings, service, subscriptions } = facts;
  if (settings.alarmEmail === undefined)
    return trouble(
      '没有写报警寄给谁：历史被篡改也没有人知道。',
      'Nobody is told of alarms, not even of a history that was tampered with.',
      'npm run setup -- --set alarmEmail=…',
    );
  const mine = foundIn(subscriptions)?.Subscriptions?.find(
    ({ Endpoint }) => Endpoint === settings.alarmEmail,
  );
  if (!isDeployed(service) || !foundIn(subscriptions)) return undefined;
  if (mine?.SubscriptionArn?.startsWith('arn:')) return undefined;
  return trouble(
    `${settings.alarmEmail} 还没有确认接收报警：请点开 AWS 寄去的确认信。`,
    `${settings.alarmEmail} has not confirmed to be told of alarms: follow the link in the mail from AWS.`,
    `aws sns subscribe --topic-arn ${outputOf(service, 'AlarmTopicArn')} --protocol email --notification-endpoint ${settings.alarmEmail}   # sends it again`,
  );
}

function issuer({ settings, issuer: answer }: Facts): Trouble | undefined {
  if (settings.issuer === undefined || answer === undefined) return undefined;
  const named = foundIn(answer)?.issuer;
  if (named === settings.issuer) return undefined;
  const address = `${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  return named === undefined
    ? trouble(`在 ${address} 没有身份服务。`, `There is no OIDC issuer at ${address}.`, `curl -i ${address}`)
    : trouble(
        `身份服务自称 ${named}，设置写的是 ${settings.issuer}：两者必须一字不差。`,
        `The issuer calls itself ${named}, the settings say ${settings.issuer}: they must be the same to the letter.`,
        `npm run setup -- --set issuer=${named}`,
      );
}

const administrator = (facts: Facts): Trouble | undefined =>
  facts.administrators && foundIn(facts.administrators)?.Users?.length === 0
    ? trouble(
        '还没有管理员账号。',
        'There is no administrator yet.',
        'npm run people -- add --name 王敏 --mailbox wang.min@your-office.example --role administrator',
      )
    : undefined;

function directory({ directory: answer, service }: Facts): Trouble | undefined {
  const found = foundIn(answer);
  if (!found || (found.hasUnits && found.hasAdministrators)) return undefined;
  if (found.hasUnits)
    return trouble(
      '机构名录里没有写管理员：信寄不到时没有人知道。',
      'The directory names no administrators: nobody is told of mails that do not arrive.',
      `${outputOf(service, 'Address') ?? ''}/directory`,
    );
  return trouble(
    '机构名录还是空的：没有单位就不能申报，没有岗位就没有人收到审核信。',
    'The directory is empty: without units nothing can be submitted, without posts nobody is asked.',
    `${outputOf(service, 'Address') ?? ''}/directory`,
  );
}

const scanner = ({ settings }: Facts): Trouble | undefined =>
  lacksNetwork(settings)
    ? trouble(
        '查毒程序 clamd 在哪个网络里没有写明：不经本单位自己的网络，文件会不加密地经过互联网。',
        'No network is given in which clamd is reached: without one of your own, files would cross the internet unencrypted.',
        'npm run setup -- --set clamdSubnets=subnet-… --set clamdSecurityGroups=sg-…',
      )
    : scannerTrouble(settings);

function uploads(facts: Facts): Trouble | undefined {
  const found = foundIn(facts.uploads);
  if (found === undefined) return undefined;
  if (!found.tellsEventBridge)
    return trouble(
      '上传附件的存储桶不再把新文件通知给 EventBridge：上传的文件一直等着检查。',
      'The bucket of uploads does not tell EventBridge of new files any more: what is uploaded waits for ever.',
      'npm run deploy -- --revert-drift',
    );
  return found.expiresAfterDays === undefined
    ? trouble(
        '上传附件的存储桶不再清理没有用上的文件（生命周期规则不见了）。',
        'The bucket of uploads does not clear away what nothing names (its lifecycle rule is gone).',
        'npm run deploy -- --revert-drift',
      )
    : undefined;
}

function holidays({ now, announcedYears, service }: Facts): Trouble | undefined {
  const year = now.getUTCMonth() === 11 ? now.getUTCFullYear() + 1 : now.getUTCFullYear();
  return announcedYears.includes(year)
    ? undefined
    : trouble(
        `本版本没有 ${year} 年的放假安排，期限按法定节假日和周末暂算。请升级，或由管理员录入通知。`,
        `This release has no holidays of ${year}: deadlines are provisional. Upgrade, or let an administrator enter the notice.`,
        `${outputOf(service, 'Address') ?? ''}/settings`,
      );
}

const china = ({ settings }: Facts): Trouble | undefined =>
  isChina(settings) && settings.domain === undefined
    ? trouble(
        '中国区的 API Gateway 默认地址不对未备案的账号开放匿名访问：请办理 ICP 备案并使用自己的域名，或改用一台服务器（npm run serve）。',
        'In China API Gateway answers nobody without an ICP licence on the account: get one and set a domain, or run on one server (npm run serve).',
        'npm run setup -- --set domain=… --set certificateArn=…',
      )
    : undefined;

/** In the order in which somebody who begins meets them. */
const inOrder: readonly Check<Facts>[] = [
  { name: 'account', title: { zh: 'AWS 账号', en: 'AWS account' }, look: account },
  { name: 'region', title: { zh: '区域', en: 'Region' }, look: region },
  { name: 'sample-sender', title: { zh: '发件地址', en: 'Sender' }, look: sample },
  { name: 'bootstrap', title: { zh: 'CDK 准备', en: 'Bootstrap' }, needs: ['bootstrap'], look: bootstrap },
  { name: 'icp', title: { zh: 'ICP 备案', en: 'ICP licence' }, look: china },
  { name: 'issuer', title: { zh: '身份服务', en: 'Issuer' }, needs: ['issuer'], look: issuer },
  {
    name: 'certificate',
    title: { zh: '证书', en: 'Certificate' },
    needs: ['certificate'],
    look: certificate,
  },
  {
    name: 'identity',
    title: { zh: 'SES 发件人', en: 'SES identity' },
    needs: ['domainIdentity', 'addressIdentity', 'storage'],
    look: senderExists,
  },
  { name: 'concurrency', title: { zh: '并发限额', en: 'Concurrency' }, needs: ['lambda'], look: concurrency },
  {
    name: 'deployed',
    title: { zh: '部署', en: 'Deployment' },
    needs: ['storage', 'service'],
    look: deployed,
  },
  { name: 'protected', title: { zh: '防删除保护', en: 'Protection' }, needs: ['service'], look: protection },
  {
    name: 'dkim',
    title: { zh: '发件人验证', en: 'Verified sender' },
    needs: ['domainIdentity', 'addressIdentity'],
    look: dkim,
  },
  { name: 'sandbox', title: { zh: 'SES 沙箱', en: 'SES sandbox' }, needs: ['sender'], look: sandbox },
  { name: 'relay', title: { zh: '邮件服务器', en: 'Mail server' }, needs: ['relay'], look: relay },
  { name: 'domain', title: { zh: '域名', en: 'Host name' }, needs: ['service', 'hostName'], look: hostName },
  {
    name: 'former-names',
    title: formerNamesTitle,
    needs: ['formerNames'],
    look: ({ formerNames }) => formerNamesTrouble(foundIn(formerNames)),
  },
  {
    name: 'alarms',
    title: { zh: '报警邮箱', en: 'Alarm mailbox' },
    needs: ['service', 'subscriptions'],
    look: alarmMailbox,
  },
  {
    name: 'administrator',
    title: { zh: '第一位管理员', en: 'First administrator' },
    needs: ['storage', 'administrators'],
    look: administrator,
  },
  {
    name: 'directory',
    title: { zh: '机构名录', en: 'Directory' },
    needs: ['storage', 'directory'],
    look: directory,
  },
  { name: 'scanner', title: { zh: '附件查毒', en: 'Scanner of attachments' }, look: scanner },
  {
    name: 'uploads',
    title: { zh: '附件的存储桶', en: 'Bucket of uploads' },
    needs: ['storage', 'uploads'],
    look: uploads,
  },
  { name: 'holidays', title: { zh: '放假安排', en: 'Holidays' }, look: holidays },
];

/** What to do is done to the environment that was looked at. Commands of ours take it; a remark may stand behind them. */
const inEnvironment = (environment: string | undefined, step: string): string =>
  environment === undefined || !step.startsWith('npm run ')
    ? step
    : step.replace(/^(npm run \S+)( --)?(.*?)(?=$| {3}#)/, `$1 --$3 --env ${environment}`);

export const checks: readonly Check<Facts>[] = inOrder.map((check) => ({
  ...check,
  look(facts) {
    const found = check.look(facts);
    const { environment } = facts.settings;
    return found && { ...found, steps: found.steps.map((step) => inEnvironment(environment, step)) };
  },
}));

/** The names of stacks of an environment. */
export const stackNames = (settings: Facts['settings']) => ({
  storage: nameIn(settings, 'CountersignStorage'),
  service: nameIn(settings, 'CountersignService'),
});
