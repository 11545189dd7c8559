import { evidence } from '../../context.ts';
import { pass, remark, type CheckResult, type SubjectContext } from '../rule.ts';
import { answerOf, keeperOf, recordOf, showCommand, unanswered } from '../subject.ts';

/** A checklist of which some was answered: what is left open is a finding, nothing answered at all is a gap. */
export function checklist(
  context: SubjectContext,
  section: 'review' | 'design',
  questions: Readonly<Record<string, string>>,
): CheckResult {
  const answers: Readonly<Record<string, string>> | undefined = answerOf(context, section);
  if (answers === undefined) return unanswered(section);
  const open = Object.entries(questions).filter(([key]) => (answers[key] ?? '').trim() === '');
  if (open.length === 0) return pass('Every question of the checklist is answered.');
  const { id } = recordOf(context);
  return remark({
    resource: id,
    owner: keeperOf(context),
    message: `Not answered for ${id}: ${open.map(([, question]) => question).join(' ')}`,
    evidence: open.map(([key]) => evidence('.privatelink.json', `answers.${section}.${key}`, 'none')),
    commands: [showCommand(context)],
  });
}
