import { isIP } from 'node:net';
import { placeOf } from '../../local/serve/settings.ts';
import { clamdTrouble, scannerTrouble } from './clamd.ts';
import { foundIn, isNone } from './facts.ts';
import { formerNamesTitle, formerNamesTrouble } from './former-names.ts';
import { type Check, type Trouble, trouble } from './judge.ts';
import { relayTrouble } from './relay.ts';
import type { ServerFacts } from './server-facts.ts';

// As the server's own alarm: a renewal that works has been done by then.
const fewestDays = 14;

const settings = ({ problems }: ServerFacts): Trouble | undefined =>
  problems.length === 0
    ? undefined
    : trouble(
        '设置有误，服务不会启动：',
        'The settings do not hold, and the server does not start:',
        ...problems,
      );

function folder({ folder: answer }: ServerFacts): Trouble | undefined {
  const refusal = foundIn(answer)?.refusal;
  return refusal === undefined
    ? undefined
    : trouble('数据目录不能使用：', 'The data’s folder cannot be served from:', refusal);
}

function certificate({ certificate: answer, serve }: ServerFacts): Trouble | undefined {
  const days = foundIn(answer)?.days;
  if (days === undefined || days >= fewestDays) return undefined;
  return trouble(
    `证书还有 ${days} 天到期。`,
    `The certificate ends in ${days} days.`,
    `openssl x509 -in ${serve?.server.tls?.certificate} -noout -enddate -subject`,
  );
}

function hostName({ hostName: answer, own = [], serve }: ServerFacts): Trouble | undefined {
  if (serve === undefined || !isNone(answer)) return undefined;
  const { hostname } = serve.server.address;
  const outside = own.filter((address) => isIP(address) === 4 && !address.startsWith('127.'));
  return trouble(
    `域名 ${hostname} 查不到地址：请域名管理员加上这条 DNS 记录。`,
    `The host name ${hostname} leads nowhere: ask whoever keeps its DNS for a record.`,
    ...(outside.length === 0 ? ['…'] : outside).map((address) => `${hostname} A ${address}`),
  );
}

const port = ({ port: answer, serve }: ServerFacts): Trouble | undefined =>
  serve && portTrouble(answer, placeOf(serve.server));

const redirectPort = ({ redirectPort: answer, serve }: ServerFacts): Trouble | undefined =>
  serve && portTrouble(answer, { ...placeOf(serve.server), port: serve.server.redirectPort ?? 0 });

function portTrouble(answer: ServerFacts['port'], place: ReturnType<typeof placeOf>): Trouble | undefined {
  const found = foundIn(answer);
  // Below 1024 only the unit may: systemd gives it that right.
  if (found?.code === undefined || found.code === 'EACCES' || found.isOurs) return undefined;
  if (found.code === 'EADDRNOTAVAIL')
    return trouble(
      `本机没有地址 ${place.host}（server.listen.host）。`,
      `This machine has no address ${place.host} (server.listen.host).`,
      'ip -brief address',
    );
  return trouble(
    `端口 ${place.port} 已被其他程序占用。`,
    `The port ${place.port} is another program’s.`,
    `ss -ltnp 'sport = :${place.port}'`,
  );
}

const relay = ({ relay: answer }: ServerFacts): Trouble | undefined => relayTrouble(foundIn(answer));

function issuer({ issuer: answer, serve }: ServerFacts): Trouble | undefined {
  const wanted = serve?.host.environment.COUNTERSIGN_ISSUER;
  if (answer === undefined || wanted === undefined) return undefined;
  const named = foundIn(answer)?.issuer;
  if (named === wanted) return undefined;
  const address = `${wanted.replace(/\/$/, '')}/.well-known/openid-configuration`;
  return named === undefined
    ? trouble(`在 ${address} 没有身份服务。`, `There is no OIDC issuer at ${address}.`, `curl -i ${address}`)
    : trouble(
        `身份服务自称 ${named}，设置写的是 ${wanted}：两者必须一字不差。`,
        `The issuer calls itself ${named}, the settings say ${wanted}: they must be the same to the letter.`,
      );
}

function scanner({ clamd, serve, now }: ServerFacts): Trouble | undefined {
  if (serve === undefined || now === undefined) return undefined;
  return scannerTrouble(serve.attachments) ?? clamdTrouble(foundIn(clamd), serve.attachments, now);
}

function machine({ alarms = [] }: ServerFacts): Trouble | undefined {
  return alarms.length === 0
    ? undefined
    : trouble(
        '磁盘或内存不足：',
        'Disk or memory are short:',
        ...alarms.map(({ description }) => description),
      );
}

/** In the order in which somebody who begins meets them. */
export const serverChecks: readonly Check<ServerFacts>[] = [
  { name: 'settings', title: { zh: '设置', en: 'Settings' }, look: settings },
  { name: 'folder', title: { zh: '数据目录', en: 'Data folder' }, needs: ['folder'], look: folder },
  { name: 'machine', title: { zh: '磁盘和内存', en: 'Disk and memory' }, look: machine },
  { name: 'domain', title: { zh: '域名', en: 'Host name' }, needs: ['hostName'], look: hostName },
  {
    name: 'former-names',
    title: formerNamesTitle,
    needs: ['formerNames'],
    look: ({ formerNames }) => formerNamesTrouble(foundIn(formerNames)),
  },
  {
    name: 'certificate',
    title: { zh: '证书', en: 'Certificate' },
    needs: ['certificate'],
    look: certificate,
  },
  { name: 'port', title: { zh: '端口', en: 'Port' }, needs: ['port'], look: port },
  {
    name: 'redirect-port',
    title: { zh: '端口（跳转）', en: 'Port of plain http' },
    needs: ['redirectPort'],
    look: redirectPort,
  },
  { name: 'issuer', title: { zh: '身份服务', en: 'Issuer' }, needs: ['issuer'], look: issuer },
  { name: 'relay', title: { zh: '邮件服务器', en: 'Mail server' }, needs: ['relay'], look: relay },
  {
    name: 'scanner',
    title: { zh: '附件查毒', en: 'Scanner of attachments' },
    needs: ['clamd'],
    look: scanner,
  },
];
