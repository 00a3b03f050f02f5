import * as z from 'zod';

import type { Resources } from './assembly/resources.ts';

const machineSchema = z.object({
  DefinitionString: z.string().optional(),
  Definition: z.record(z.string(), z.unknown()).optional(),
  DefinitionSubstitutions: z.record(z.string(), z.coerce.string()).default({}),
  RoleArn: z.string(),
  StateMachineType: z.literal('STANDARD', 'express workflows are not emulated').default('STANDARD'),
});

/** The state machines of the template, with their definitions as one text each. */
export function readStateMachines(resources: Resources) {
  return resources.ofType('AWS::StepFunctions::StateMachine').map((resource) => {
    const { DefinitionString, Definition, DefinitionSubstitutions, RoleArn } = resource.read(machineSchema);
    const text = DefinitionString ?? JSON.stringify(Definition ?? {});
    const definition = text.replaceAll(
      /\$\{([A-Za-z0-9]+)\}/g,
      (whole, name: string) => DefinitionSubstitutions[name] ?? whole,
    );
    return { arn: resource.attribute('Arn'), name: resource.name, roleArn: RoleArn, definition };
  });
}

const clientSchema = z.object({
  CallbackURLs: z.array(z.string()).default([]),
  LogoutURLs: z.array(z.string()).default([]),
});

/** Where the issuer may send people back to, as the template's app client says. */
export function readSignInClient(resources: Resources) {
  const clients = resources.ofType('AWS::Cognito::UserPoolClient').map((it) => it.read(clientSchema));
  return {
    redirectUris: clients.flatMap((client) => client.CallbackURLs),
    postLogoutRedirectUris: clients.flatMap((client) => client.LogoutURLs),
  };
}
