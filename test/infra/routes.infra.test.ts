import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { wildcard } from '../../infra/local/services/iam/pattern.ts';
import { routes as rows } from '../../shared/contract/routes.ts';
import { functionOf, ofType, synthesize } from './template.ts';

const { service } = synthesize();
const routes = ofType(service, 'AWS::ApiGatewayV2::Route');
const keys = routes.map((route) => String(route.properties.RouteKey));

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const contract = Object.fromEntries(rows.map(({ key, fn }) => [key, pascal(fn)]));

/** The contract as it was last agreed on: no route appears, vanishes or changes hands unseen. */
const golden = join(import.meta.dirname, 'golden', 'routes.json');

it('is the contract that was agreed on', () => {
  const said = Object.fromEntries(
    rows.map(({ key, fn, useCase, who }) => [
      key,
      { useCase, fn, who: typeof who === 'string' ? who : who.roles.join(', ') },
    ]),
  );
  expect(said).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
});

function answering(key: string): string | undefined {
  const route = routes.find((one) => one.properties.RouteKey === key);
  const [, integrationId] = route?.properties.Target['Fn::Join'][1] ?? [];
  const integration = service.find((resource) => resource.id === integrationId?.Ref);
  expect(integration?.properties).toMatchObject({
    IntegrationType: 'AWS_PROXY',
    PayloadFormatVersion: '2.0',
  });
  return integration && functionOf(integration.properties.IntegrationUri);
}

it('has each use case in one function', () => {
  const functionsOf = Map.groupBy(rows, ({ useCase }) => useCase);
  for (const [useCase, found] of functionsOf) {
    expect(useCase).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect([useCase, new Set(found.map(({ fn }) => fn)).size]).toEqual([useCase, 1]);
  }
});

describe('the edge', () => {
  it.each(Object.entries(contract))('%s is answered by %s', (key, fn) => {
    expect(answering(key)).toBe(fn);
  });

  it('has no other routes than these, the HEAD of each GET, and one that tells what has no route', () => {
    const heads = Object.keys(contract)
      .filter((key) => key.startsWith('GET '))
      .map((key) => key.replace('GET', 'HEAD'));
    expect(keys.toSorted()).toEqual([...Object.keys(contract), ...heads, '$default'].sort());
    expect(answering('$default')).toBe('Static');
  });

  it('answers HEAD by the function that answers GET', () => {
    for (const key of keys.filter((one) => one.startsWith('GET ')))
      expect(answering(key.replace('GET', 'HEAD'))).toBe(answering(key));
  });

  it('may invoke each of its functions, and only for this API', () => {
    const permitted = ofType(service, 'AWS::Lambda::Permission').filter(
      (permission) => permission.properties.Principal === 'apigateway.amazonaws.com',
    );
    expect(new Set(permitted.map((permission) => functionOf(permission.properties.FunctionName)))).toEqual(
      new Set(Object.values(contract)),
    );
    for (const permission of permitted)
      expect(JSON.stringify(permission.properties.SourceArn)).toContain('"Api"');
  });

  it('may invoke them for every route by the ARN that it has there, the one without a path among them', () => {
    const covered = ofType(service, 'AWS::Lambda::Permission').map(({ properties }) => ({
      fn: functionOf(properties.FunctionName),
      // The ARN's end is text, whatever stands before it.
      covers: wildcard(String(properties.SourceArn?.['Fn::Join']?.[1].at(-1) ?? '').slice(1)),
    }));
    const placeOf = (key: string) => `$default/${key.replace(' ', '')}`;
    const refused = keys.filter(
      (key) => !covered.some(({ fn, covers }) => fn === answering(key) && covers(placeOf(key))),
    );
    expect(refused).toEqual([]);
  });

  const [stage] = ofType(service, 'AWS::ApiGatewayV2::Stage');

  it('is throttled', () => {
    expect(stage?.properties.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(stage?.properties.DefaultRouteSettings.ThrottlingBurstLimit).toBeGreaterThan(0);
  });

  it('logs the route and not the path, which holds decision links; nor who it was', () => {
    const format = JSON.parse(stage?.properties.AccessLogSettings.Format);
    expect(Object.values(format)).toEqual(
      expect.arrayContaining(['$context.requestId', '$context.routeKey']),
    );
    for (const value of Object.values(format))
      expect(value).not.toMatch(/path|identity|authorizer|domainName|error\.message(?!$)/i);
  });

  it('passes on no header and no parameter of its own', () => {
    for (const integration of ofType(service, 'AWS::ApiGatewayV2::Integration'))
      expect(integration.properties.RequestParameters).toBeUndefined();
  });
});
