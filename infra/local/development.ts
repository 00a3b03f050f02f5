import { join } from 'node:path';
import { clientId, type Places } from './assembly/resource-values.ts';
import { createControl } from './control/control.ts';
import { createOperatorDoor, isOperators } from './control/operator.ts';
import { type Host, startHost } from './host.ts';
import { introduce } from './introduction.ts';
import { type Handler, listen } from './ports.ts';
import { loadSampleDirectory, sampleDirectory } from './sample-directory.ts';
import { accounts } from './services/identity/accounts.ts';
import { type Identity, openIdentity } from './services/identity/identity.ts';
import { createChooser } from './services/identity/interaction.ts';
import type { DevelopmentSettings } from './settings.ts';
import { readSignInClient } from './template-parts.ts';

/** The platform on the machine of whoever tries or changes it. */
export interface Development {
  /** What to tell the person at the terminal. */
  readonly introduction: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts the host with what only development has: loopback alone, sample accounts, a control port, a sample directory.
 * @param fail ends this process as one that failed
 */
export async function startDevelopment(
  settings: DevelopmentSettings,
  report: (line: string) => void,
  fail: (reason: string) => void,
): Promise<Development> {
  const { product, control, services, places } = await openPorts(settings);
  const host = await startHost({
    settings,
    places,
    services,
    report,
    died: (line) => fail(`${line}. What was acknowledged is on the disk: start the platform again.`),
  });
  const { clock, resources, facts } = host;

  const identity = await openIdentity({
    ...readSignInClient(resources),
    issuer: places.issuer,
    clientId,
    accounts: async (id) => accounts.find((account) => account.id === id),
    interaction: createChooser(accounts),
    database: join(settings.data, 'identity.sqlite'),
    clock,
  });
  control.serve(controlDoor(host, identity));
  product.serve(host.api);
  if (host.isNew || !facts.has(sampleDirectory)) {
    const token = await identity.token('administrator');
    await loadSampleDirectory({ file: join(import.meta.dirname, 'sample-directory.json'), ...places, token });
    facts.remember(sampleDirectory);
  }

  return {
    introduction: introduce({ settings, places, resources, accounts }),
    async close() {
      await product.close();
      await Promise.all([host.close(), control.close()]);
      identity.close();
    },
  };
}

async function openPorts(settings: DevelopmentSettings) {
  const [product, control, services] = await Promise.all([
    listen(settings.port, true),
    listen(settings.controlPort),
    listen(0),
  ]);
  const places: Places = {
    product: `http://localhost:${product.port}`,
    issuer: `http://localhost:${control.port}/issuer`,
    services: `http://127.0.0.1:${services.port}`,
  };
  return { product, control, services, places };
}

function controlDoor(host: Host, identity: Identity): Handler {
  const { clock, faults, dynamodb, running, seesTableCalls, isBusy } = host;
  const { mail, relay, queues, lambda, stepFunctions } = running;
  const operator = createOperatorDoor({ queues, lambda, dynamodb });
  const control = createControl({
    mail,
    relays: relay !== undefined,
    queues,
    lambda,
    clock,
    faults,
    seesTableCalls,
    isBusy,
    executions: stepFunctions.list,
    stateTransitions: stepFunctions.transitions,
    token: identity.token,
    issuer: { path: '/issuer', handle: identity.handle },
  });
  return (request, response) =>
    isOperators(request) ? operator(request, response) : control(request, response);
}
