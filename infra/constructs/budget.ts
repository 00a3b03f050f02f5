import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { pin } from './pin.ts';

/**
 * Tells of the cost of a month: at four fifths of it, and when the month will cost more. Of everything in the account,
 * because costs know stacks only by tags that somebody has to switch on in the bill. What to do:
 * infra/RUNBOOK.md#budget-exceeded
 */
export class Budget extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { amountUsd, address }: { readonly amountUsd: number; readonly address: string },
  ) {
    super(scope, id);
    const tell = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
        comparisonOperator: 'GREATER_THAN',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address }],
    });
    const budget = new CfnBudget(this, 'Budget', {
      budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: amountUsd, unit: 'USD' } },
      notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
    });
    pin(budget, 'Budget');
  }
}
