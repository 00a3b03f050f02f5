import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, expect, it } from '@jest/globals';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { createAwsEndpoint } from '../../infra/local/services/aws-endpoint/aws-endpoint.ts';
import { openSecrets } from '../../infra/local/services/secrets/secrets.ts';
import { anybody } from './fixture.ts';

const RELAY = 'smtps://office:secret@relay.example';

let server: Listening | undefined;
let client: SecretsManagerClient | undefined;
afterEach(async () => {
  client?.destroy();
  await server?.close();
});

/** The real client, against the address that functions are given. */
async function clientOf(smtpUrl: string | undefined): Promise<SecretsManagerClient> {
  server = await listen(0);
  const { handle } = openSecrets(() => smtpUrl);
  server.serve(
    createAwsEndpoint(
      [{ target: 'secretsmanager.', calls: () => [], handle }],
      createFaults(),
      anybody.admit,
    ),
  );
  client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return client;
}

const get = new GetSecretValueCommand({ SecretId: 'countersign/relay' });

it('a secret is the relay that the machine’s user named', async () => {
  const secrets = await clientOf(RELAY);
  expect(await secrets.send(get)).toMatchObject({ Name: 'countersign/relay', SecretString: RELAY });
});

it('is not there where none was named', async () => {
  const secrets = await clientOf(undefined);
  await expect(secrets.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('has no other operation', async () => {
  const secrets = await clientOf(RELAY);
  await expect(secrets.send(new ListSecretsCommand({}))).rejects.toThrow(/ListSecrets is not emulated/);
});
