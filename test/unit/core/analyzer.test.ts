import { describe, expect, it } from 'vitest';
import { readAnalysis } from '../../../src/core/analyzer/analysis.ts';
import { BLOCKING_CODES, meaningOf } from '../../../src/core/analyzer/codes.ts';
import { analysisCommands } from '../../../src/core/analyzer/commands.ts';
import { compareWithAnalysis, renderAnalyzerComparison } from '../../../src/core/analyzer/compare.ts';
import type { SubjectDiagnosis } from '../../../src/core/diagnosis.ts';
import { RULES } from '../../../src/core/rules/registry.ts';
import { diagnoseWorld, ENDPOINT, type Raw, type World } from './fixture.ts';
import { groupIn } from './cases.ts';

/** As DescribeNetworkInsightsAnalyses answers. */
function analysis(found: boolean, codes: readonly string[] = [], more: Raw = {}): unknown {
  return {
    NetworkInsightsAnalyses: [
      {
        NetworkInsightsAnalysisId: 'nia-0aaaaaaaaaaaaaaaa',
        NetworkInsightsPathId: 'nip-0aaaaaaaaaaaaaaaa',
        StartDate: '2026-03-02T02:30:00.000Z',
        Status: 'succeeded',
        NetworkPathFound: found,
        Explanations: codes.map((ExplanationCode) => ({
          ExplanationCode,
          Component: {
            Id: 'eni-0bbbbbbbbbbbbbbbb',
            Arn: 'arn:aws:ec2:us-east-1:111122223333:network-interface/eni-0b',
          },
        })),
        ...more,
      },
    ],
  };
}

const closed = (built: World): void => {
  groupIn(built)['IpPermissions'] = [];
};

function compared(
  change: ((built: World) => void) | undefined,
  answer: unknown,
): ReturnType<typeof compareWithAnalysis> {
  return compareWithAnalysis(diagnoseWorld(change, { id: ENDPOINT }), readAnalysis(answer));
}

function at(hop: string, of: ReturnType<typeof compared>): object | undefined {
  return of.hops.find((item) => item.hop === hop);
}

describe('the codes', () => {
  it('lead to rules that exist', () => {
    const known = new Set<string>(RULES.map(({ id }) => id));
    for (const code of BLOCKING_CODES) {
      const meaning = meaningOf(code);
      if (meaning === undefined || meaning === 'limit') throw new Error(`${code} has no meaning`);
      expect(meaning.hops.length, code).toBeGreaterThan(0);
      expect(
        meaning.rules.filter((rule) => !known.has(rule)),
        code,
      ).toEqual([]);
    }
  });

  it('tell limits and strangers apart', () => {
    expect(meaningOf('UNSUPPORTED_COMPONENT')).toBe('limit');
    expect(meaningOf('SOMETHING_NEW')).toBeUndefined();
    expect(meaningOf('constructor')).toBeUndefined();
  });
});

describe('the comparison', () => {
  it('agrees where both find the closed group', () => {
    const result = compared(closed, analysis(false, ['ENI_SG_RULES_MISMATCH']));
    expect(at('endpoint-security-group', result)).toMatchObject({
      here: 'fail',
      analyzer: 'blocks',
      relation: 'agree',
      codes: ['ENI_SG_RULES_MISMATCH'],
    });
  });

  it('disagrees where the analyzer blocks what was proved here', () => {
    const result = compared(undefined, analysis(false, ['SUBNET_ACL_RESTRICTION']));
    expect(at('network-acl', result)).toMatchObject({ here: 'pass', analyzer: 'blocks', relation: 'disagree' });
    expect(at('endpoint-security-group', result)).toMatchObject({ analyzer: 'not-told', relation: 'only-here' });
  });

  it('disagrees where a path was found through what fails here', () => {
    const result = compared(closed, analysis(true));
    expect(at('endpoint-security-group', result)).toMatchObject({
      here: 'fail',
      analyzer: 'passes',
      relation: 'disagree',
    });
    expect(at('network-acl', result)).toMatchObject({ here: 'pass', analyzer: 'passes', relation: 'agree' });
  });

  it('says nothing of what the analyzer does not model', () => {
    const result = compared(undefined, analysis(true));
    for (const hop of ['dns', 'targets', 'listener']) {
      expect(at(hop, result)).toMatchObject({ analyzer: 'not-told', relation: 'only-here' });
    }
  });

  it('keeps what was not compared', () => {
    const { untold, hops } = compared(undefined, analysis(false, ['UNKNOWN_RESOURCE', 'SOMETHING_NEW']));
    expect(untold.map(({ code }) => code)).toEqual(['UNKNOWN_RESOURCE', 'SOMETHING_NEW']);
    expect(hops.every(({ relation }) => relation === 'only-here')).toBe(true);
  });

  it('takes an analysis that runs or failed for no word at all', () => {
    for (const Status of ['running', 'failed']) {
      const result = compared(closed, analysis(true, [], { Status, StatusMessage: 'later' }));
      expect(result.hops.every(({ relation }) => relation === 'only-here')).toBe(true);
      expect(renderAnalyzerComparison(result)).toContain(`no result, it is ${Status} (later)`);
    }
  });

  it('lets one flow through a hop that works in part', () => {
    const subject = diagnoseWorld(undefined, { id: ENDPOINT });
    const partly: SubjectDiagnosis = {
      ...subject,
      hops: subject.hops.map((hop) => (hop.hop === 'network-acl' ? { ...hop, state: 'warn' } : hop)),
    };
    for (const answer of [analysis(true), analysis(false, ['SUBNET_ACL_RESTRICTION'])]) {
      const result = compareWithAnalysis(partly, readAnalysis(answer));
      expect(at('network-acl', result)).toMatchObject({ relation: 'agree' });
    }
  });

  it('is read by a person', () => {
    const text = renderAnalyzerComparison(
      compared(closed, analysis(false, ['ENI_SG_RULES_MISMATCH', 'UNKNOWN_RESOURCE'])),
    );
    expect(text).toMatch(/^vpce-\S+ beside nia-0aaaaaaaaaaaaaaaa: no path was found\.\n/);
    expect(text).toMatch(
      /endpoint-security-group +agree +here fail, analyzer blocks: ENI_SG_RULES_MISMATCH \(PL-SG-001/,
    );
    expect(text).toContain('UNKNOWN_RESOURCE at eni-0bbbbbbbbbbbbbbbb');
  });
});

describe('an answer', () => {
  it.each([
    undefined,
    null,
    [],
    {},
    { NetworkInsightsAnalyses: [] },
    { NetworkInsightsAnalyses: [{ Status: 'succeeded' }] },
  ])('that holds no analysis is refused: %j', (value) => {
    expect(() => readAnalysis(value)).toThrow('This is no analysis');
  });
});

describe('the commands', () => {
  it('create, start, read and remove, each with what it does', () => {
    const commands = analysisCommands('vpce-1', 'us-east-1', 'eni-1', 443);
    expect(commands.map(({ command }) => command)).toEqual([
      'aws ec2 create-network-insights-path --source eni-1 --destination vpce-1 --protocol tcp --destination-port 443 --region us-east-1',
      'aws ec2 start-network-insights-analysis --network-insights-path-id NIP_ID --region us-east-1',
      'aws ec2 describe-network-insights-analyses --network-insights-analysis-ids NIA_ID --output json --region us-east-1',
      'aws ec2 delete-network-insights-analysis --network-insights-analysis-id NIA_ID --region us-east-1',
      'aws ec2 delete-network-insights-path --network-insights-path-id NIP_ID --region us-east-1',
    ]);
    expect(commands[1]?.impact).toContain('costs USD 0.10 as published on https://aws.amazon.com/vpc/pricing/');
  });
});
