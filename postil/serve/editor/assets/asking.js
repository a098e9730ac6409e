// Asks the server, and says in plain words why it could not be done.
import { words } from './words.js';

/** Returns what has a verb done: it gives the answer, or nothing when there is none. */
export const asking = (workshop) => async (verb, body = {}) => {
  try {
    return await workshop.api(verb, body);
  } catch {
    return null;
  }
};

/** Why an answer is not what was asked for. */
export function reason(answer) {
  if (!answer) return { sentence: words.noAnswer };
  if (answer.status === 403) return { sentence: words.otherRun };
  const [problem] = answer.value.problems ?? [];
  return problem ?? { sentence: answer.value.failed ?? words.failed };
}
