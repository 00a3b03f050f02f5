import { Aws, Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  FeaturePlan,
  ManagedLoginVersion,
  OAuthScope,
  UserPool,
  UserPoolClient,
  UserPoolDomain,
  UserPoolEmail,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Settings } from '../config.ts';
import { keep, nameIn, pin } from './pin.ts';

/** The roles of the product, each a group of the pool. */
export const roles = ['submitter', 'reviewer', 'approver', 'auditor', 'administrator'] as const;

/**
 * The people: a pool with one-time codes by mail. Nobody signs up; the administrator adds a person with a mail
 * address and a group. It belongs to storage, because it must outlive every release.
 */
export class People extends Construct {
  readonly pool: UserPool;
  /** The address of the pool's own pages. */
  readonly signInPage: string;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);

    this.pool = new UserPool(this, 'Pool', {
      // Essentials is the least plan with one-time codes as the first factor.
      featurePlan: FeaturePlan.ESSENTIALS,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: false,
      // Cognito insists on offering passwords too. Nobody is given one.
      signInPolicy: { allowedFirstAuthFactors: { password: true, emailOtp: true } },
      passwordPolicy: {
        minLength: 16,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      standardAttributes: {
        email: { required: true, mutable: true },
        fullname: { required: true, mutable: true },
      },
      userVerification: {
        emailSubject: '会签：验证码 / Countersign: your code',
        emailBody: '您的验证码 / Your code: {####}',
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      email:
        settings.signInMail === 'ses'
          ? UserPoolEmail.withSES({
              fromEmail: settings.mailFrom,
              sesRegion: settings.region ?? Aws.REGION,
              // By what SES knows it: where that is the very address, Cognito finds no domain.
              ...(settings.mailIdentity !== 'address' && { sesVerifiedDomain: domainOf(settings.mailFrom) }),
            })
          : UserPoolEmail.withCognito(),
      deletionProtection: settings.protected,
    });
    keep(this.pool, 'People');

    for (const role of roles) {
      keep(
        this.pool.addGroup(role, { groupName: role }),
        `People${role.charAt(0).toUpperCase()}${role.slice(1)}s`,
      );
    }

    const domain = new UserPoolDomain(this, 'Domain', {
      userPool: this.pool,
      cognitoDomain: {
        domainPrefix: settings.signInPrefix ?? `${nameIn(settings, 'countersign')}-${Aws.ACCOUNT_ID}`,
      },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    keep(domain, 'SignInDomain');
    this.signInPage = domain.baseUrl();
  }
}

/** The product as a client of the pool: public, code flow with PKCE, no secret to keep. */
export class SignIn extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, props: { readonly pool: UserPool; readonly baseUrl: string }) {
    super(scope, id);

    const client = new UserPoolClient(this, 'Client', {
      userPool: props.pool,
      generateSecret: false,
      preventUserExistenceErrors: true,
      authFlows: { user: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${props.baseUrl}/sign-in/callback`],
        logoutUrls: [`${props.baseUrl}/`],
      },
      // The product keeps sessions of its own; a token is read once, at sign-in, or used by a program.
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
    });
    // Programs and the pool's page know the client by its id: a release must not change it.
    keep(client, 'SignInClient');
    this.clientId = client.userPoolClientId;

    // Managed login shows no page to a client without a style.
    const style = new CfnManagedLoginBranding(this, 'Style', {
      userPoolId: props.pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    pin(style, 'SignInStyle');
  }
}

/** a@b.example → b.example */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
