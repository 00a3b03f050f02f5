import { asProblem } from '../as-problem.ts';
import type { Exchange, Step } from '../exchange.ts';
import { present } from '../present.ts';
import { plainProblem, problemAnswer } from '../problem-answer.ts';
import { Moved } from './present-address.ts';

/** Turns whatever was thrown into an answer: a Problem says itself what it is, anything else is 500 and logged. */
export function problems(): Step {
  return {
    onError: async (request) => {
      const exchange: Exchange = request.event;
      if (request.error instanceof Moved) {
        // Kept by nobody: the address of before may be another's one day.
        request.response = present({ status: 307, location: request.error.location }, exchange);
        return;
      }
      const problem = asProblem(request.error);
      exchange.problem = problem.code;
      try {
        request.response = present(await problemAnswer(problem, exchange), exchange);
      } catch (error) {
        // The problem's own page failed: the plain form needs nothing that could fail as well.
        request.response = present(plainProblem(asProblem(error), exchange), exchange);
      }
    },
  };
}
