import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  DomainName,
  HttpApi as GatewayApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RoutedFunction } from '../../shared/contract/route.ts';
import { routes } from '../../shared/contract/routes.ts';
import type { Settings } from '../config.ts';
import { keepReplaced, nameIn, pin } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * What is written down of each request. Not the path: it holds decision links. Neither address nor user agent: who
 * did what is in the history, under a name and a purpose, and the rest would be personal data without one.
 */
const accessLog = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
};

/** The edge: one HTTP API. It is made first, because the functions are told its address; then it gets its routes. */
export class HttpApi extends Construct {
  readonly api: GatewayApi;
  readonly stage: HttpStage;
  /** The public address, without a slash at its end. */
  readonly baseUrl: string;

  constructor(scope: Construct, id: string, props: { settings: Settings; logRetention: RetentionDays }) {
    super(scope, id);
    const { settings } = props;

    this.api = new GatewayApi(this, 'Api', {
      apiName: nameIn(settings, 'countersign'),
      description: 'Countersign',
      createDefaultStage: false,
      // Beside a host name of one's own it stays open until links that were mailed with it have ended.
      disableExecuteApiEndpoint: settings.gatewayAddress === 'closed',
    });
    pin(this.api, 'Api');

    const logs = new LogGroup(this, 'AccessLogs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    pin(logs, 'AccessLogs');
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: settings.throttleRate, burstLimit: settings.throttleBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    pin(this.stage, 'Stage');

    this.baseUrl =
      settings.domain === undefined
        ? this.api.apiEndpoint
        : this.addDomain(settings.domain, settings.certificateArn);
    const address = new CfnOutput(this, 'Address', {
      value: this.baseUrl,
      description: 'The address of the product',
    });
    address.overrideLogicalId('Address');
  }

  /** Routes every address to its function. HTTP API does not answer HEAD for a GET route, so each gets both. */
  addRoutes(functions: Readonly<Record<RoutedFunction, ServiceFunction>>): void {
    const integrations = new Map(
      Object.entries(functions).map(([name, fn]) => [
        name,
        // One permission for the whole API: one per route would fill the function's policy (20 KB).
        new HttpLambdaIntegration(name, fn.alias, { scopePermissionToRoute: false }),
      ]),
    );
    for (const route of routes) {
      const integration = integrations.get(route.fn);
      if (integration === undefined) throw new Error(`${route.key} has no function`);
      const methods = route.method === 'GET' ? [HttpMethod.GET, HttpMethod.HEAD] : [HttpMethod[route.method]];
      this.api.addRoutes({ path: route.path, methods, integration });
    }
    // The gateway's own 404 is neither a page nor a problem: what has no route is told so by ours.
    const unknown = new HttpLambdaIntegration('unknown', functions.static.alias, {
      scopePermissionToRoute: false,
    });
    new HttpRoute(this, 'Unknown', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: unknown,
    });
    // A route's ARN ends with stage, method and path, which the permission for the whole API covers; this one's has no
    // method and no path: `$default/$default`.
    functions.static.alias.addPermission('MayAnswerUnknown', {
      scope: this,
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: '*/$default',
      }),
    });
  }

  private addDomain(domain: string, certificateArn: string | undefined): string {
    if (certificateArn === undefined) throw new Error(`${domain} needs a certificate`);
    const domainName = new DomainName(this, 'Domain', {
      domainName: domain,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
    });
    // Under another name both are made anew; those of before stay and answer, until somebody deletes them (decision 0047).
    keepReplaced(domainName, 'Domain');
    const mapping = new ApiMapping(this, 'Mapping', { api: this.api, domainName, stage: this.stage });
    keepReplaced(mapping, 'DomainMapping');
    const target = new CfnOutput(this, 'Target', {
      value: domainName.regionalDomainName,
      description: `Make a CNAME or ALIAS record of ${domain} with this value`,
    });
    target.overrideLogicalId('DomainTarget');
    return `https://${domain}`;
  }
}
