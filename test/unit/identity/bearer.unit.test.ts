import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { bearerCheck } from '../../../shared/identity/bearer.ts';
import { logOf } from '../../support/captured-log.ts';
import { CLIENT_ID, startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

process.env.LOG_LEVEL ??= 'error';

let issuer: TestIssuer;
let check: ReturnType<typeof bearerCheck>;
const ROLES_CLAIM = 'cognito:groups';

beforeAll(async () => {
  issuer = await startTestIssuer();
  check = bearerCheck({
    issuer: issuer.url,
    audiences: [CLIENT_ID, 'other-program'],
    rolesClaim: ROLES_CLAIM,
  });
});
afterAll(() => issuer.close());

const invalid = expect.objectContaining({ code: 'invalid-token', status: 401 });
const seconds = (offset: number): number => Math.floor(Date.now() / 1_000) + offset;

describe('a token of the issuer', () => {
  it('says who it is, with the roles that we know', async () => {
    const token = await issuer.sign({
      name: '经办人甲（示例）',
      email: 'submitter@countersign.example',
      email_verified: true,
      [ROLES_CLAIM]: ['auditor', 'submitter', 'root'],
    });
    expect(await check(token)).toEqual({
      id: 'submitter',
      name: '经办人甲（示例）',
      email: 'submitter@countersign.example',
      roles: ['submitter', 'auditor'],
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>, { typ?: string | undefined }?]>([
    ['one of several audiences', { aud: ['elsewhere', 'other-program'] }],
    [
      "Cognito's, with client_id in place of aud and no type",
      { aud: undefined, client_id: CLIENT_ID, token_use: 'access', auth_time: 1 },
      { typ: undefined },
    ],
    ['the media type in full', {}, { typ: 'application/at+jwt' }],
    ['the plain type, and the scope that was granted', { scope: 'openid profile' }, { typ: 'JWT' }],
    ['no type, and the scope as Entra names it', { scp: 'access' }, { typ: undefined }],
    ['a clock slightly ahead', { iat: seconds(5), nbf: seconds(5) }],
  ])('holds with %s', async (_name, claims, header: { typ?: string | undefined } = {}) => {
    expect(await check(await issuer.sign(claims, header))).toEqual({
      id: 'submitter',
      name: 'submitter',
      roles: [],
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['unverified', { email: 'a@b.example', email_verified: false }],
    ['not said to be verified', { email: 'a@b.example' }],
    ['no text', { email: 1, email_verified: true }],
  ])('gives no mailbox that is %s', async (_name, claims) => {
    expect(await check(await issuer.sign(claims))).not.toHaveProperty('email');
  });

  it.each([['submitter'], [{ submitter: true }], [[1]]])(
    'gives no role for groups of another shape: %j',
    async (groups) => {
      expect(await check(await issuer.sign({ [ROLES_CLAIM]: groups }))).toMatchObject({ roles: [] });
    },
  );
});

describe('refused is', () => {
  it.each<[string, Readonly<Record<string, unknown>>, { typ?: string | undefined }?]>([
    ['a token that ran out', { exp: seconds(-30) }],
    ['a token without an end', { exp: undefined }],
    ['a token of tomorrow', { nbf: seconds(3_600) }],
    ['a token for another program', { aud: 'elsewhere' }],
    ['a token for nobody', { aud: undefined }],
    ['a token whose audience is no text', { aud: { countersign: true } }],
    ['a token of another issuer', { iss: 'https://elsewhere.example' }],
    ['a token of nobody', { sub: undefined }],
    ['a token for another program, which ours asked for', { aud: 'other-api', client_id: CLIENT_ID }],
    ['a token for no program, which ours asked for', { aud: [], client_id: CLIENT_ID }],
    ['a token without audience, which another asked for', { aud: undefined, client_id: 'elsewhere' }],
    ['an ID token of Cognito', { token_use: 'id' }],
    ['an ID token of Cognito, as it is', { token_use: 'id', auth_time: 1 }, { typ: undefined }],
    ['an ID token', { nonce: 'n' }],
    ['an ID token without nonce', { auth_time: 1, email: 'a@b.example' }, { typ: 'JWT' }],
    ['an ID token that names no type', {}, { typ: undefined }],
    ['an ID token with the hash of its access token', { at_hash: 'h', scope: 'openid' }, { typ: 'JWT' }],
    ['a logout token', { scope: 'openid' }, { typ: 'logout+jwt' }],
    ['a logout token of plain type', { events: {}, scope: 'openid' }, { typ: 'JWT' }],
    ['a token of another use', { token_use: 'refresh', scope: 'openid' }],
    ['a client’s assertion', { token_use: 'access' }, { typ: 'client-authentication+jwt' }],
    ['a token of a type that only begins so', { scope: 'openid' }, { typ: 'at+jwt+x' }],
  ])('%s', async (_name, claims, header: { typ?: string | undefined } = {}) => {
    await expect(check(await issuer.sign(claims, header))).rejects.toEqual(invalid);
  });

  it('a token without signature, or by another key or algorithm', async () => {
    const claims = { iss: issuer.url, aud: CLIENT_ID, sub: 'submitter', exp: seconds(60) };
    const stranger = await generateKeyPair('RS256');
    const secret = new TextEncoder().encode('x'.repeat(32));
    const [header, payload] = (await issuer.sign({})).split('.');
    for (const token of [
      new UnsecuredJWT(claims).encode(),
      await issuer.sign({}, {}, stranger),
      await issuer.sign({}, { kid: 'two' }),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret),
      `${header}.${payload}.`,
      'nonsense',
      '',
    ]) {
      await expect(check(token)).rejects.toEqual(invalid);
    }
  });

  it('told to the log by its class, without the token', async () => {
    process.env.LOG_LEVEL = 'info';
    const token = await issuer.sign({ exp: seconds(-30) });
    const lines = await logOf(() => check(token).catch(() => undefined));
    process.env.LOG_LEVEL = 'error';
    expect(lines).toEqual([expect.objectContaining({ code: 'TOKEN_REFUSED', reason: 'ERR_JWT_EXPIRED' })]);
  });
});

describe('the issuer', () => {
  it('is asked for its keys once', async () => {
    const before = new Map(issuer.asked);
    await check(await issuer.sign({}));
    await check(await issuer.sign({}));
    expect(issuer.asked).toEqual(before);
    expect(before.get('/issuer/keys')).toBe(1);
  });

  it('that cannot be reached is 503, not the fault of the caller, and is asked again', async () => {
    const late = await startTestIssuer();
    const checkLate = bearerCheck({ issuer: late.url, audiences: [CLIENT_ID], rolesClaim: ROLES_CLAIM });
    const discovery = '/.well-known/openid-configuration';
    late.on(discovery, (_request, response) => response.writeHead(502).end());
    const token = await late.sign({});
    await logOf(() =>
      expect(checkLate(token)).rejects.toMatchObject({ code: 'issuer-unavailable', status: 503 }),
    );
    late.on(discovery, (_request, response) =>
      response.writeHead(200).end(JSON.stringify({ issuer: late.url, jwks_uri: `${late.url}/keys` })),
    );
    expect(await checkLate(token)).toMatchObject({ id: 'submitter' });
    await late.close();
  });

  it('that calls itself by another name is not believed', async () => {
    const impostor = await startTestIssuer({ issuer: 'https://elsewhere.example' });
    const checkIt = bearerCheck({ issuer: impostor.url, audiences: [CLIENT_ID], rolesClaim: ROLES_CLAIM });
    await logOf(() => expect(checkIt('x.y.z')).rejects.toMatchObject({ code: 'issuer-unavailable' }));
    await impostor.close();
  });

  it('whose keys cannot be fetched is 503', async () => {
    const keyless = await startTestIssuer();
    keyless.on('/keys', (_request, response) => response.destroy());
    const checkIt = bearerCheck({ issuer: keyless.url, audiences: [CLIENT_ID], rolesClaim: ROLES_CLAIM });
    const token = await keyless.sign({});
    await logOf(() => expect(checkIt(token)).rejects.toMatchObject({ code: 'issuer-unavailable' }));
    await keyless.close();
  });
});
