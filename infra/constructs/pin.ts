import { CfnDeletionPolicy, CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Settings } from '../config.ts';

/**
 * Gives a resource the logical id that it keeps for ever. CDK derives ids from the construct tree; with a pinned
 * one, moving code about can never replace what holds data or what a running execution refers to.
 */
export function pin(construct: IConstruct, logicalId: string): void {
  resourceOf(construct).overrideLogicalId(logicalId);
}

/**
 * Pins the id and keeps the resource when its stack is deleted, the resource leaves the template, or it is replaced. Not
 * what a failed creation leaves behind: that holds nothing, and would be in the way of the next try.
 */
export function keep(construct: IConstruct, logicalId: string): void {
  pin(construct, logicalId);
  resourceOf(construct).applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
}

/** Pins the id and keeps what is replaced; it goes with its stack, or when it leaves the template. */
export function keepReplaced(construct: IConstruct, logicalId: string): void {
  pin(construct, logicalId);
  resourceOf(construct).cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}

/** A name that is unique in its account: with the environment at its end, where there are several. */
export const nameIn = ({ environment }: Pick<Settings, 'environment'>, name: string): string =>
  environment === undefined ? name : `${name}-${environment}`;

/** request-decision → RequestDecision */
export function pascalCase(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** The one resource that a construct is. @throws Error where it is not one */
export function resourceOf(construct: IConstruct): CfnResource {
  const resource = construct.node.defaultChild ?? construct;
  if (!CfnResource.isCfnResource(resource)) throw new Error(`${construct.node.path} is not one resource`);
  return resource;
}
