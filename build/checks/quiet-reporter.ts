import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

interface Report {
  passed: number;
  failed: number;
  readonly skipped: { readonly name: string; readonly reason: string }[];
}

/**
 * Says nothing of what passes. A failure is printed with its place; counts and the reasons of
 * skips go to LEAKSCOPE_REPORT. A skip without a reason is a failure.
 */
export default class QuietReporter implements Reporter {
  readonly #report: Report = { passed: 0, failed: 0, skipped: [] };

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    const name = `${test.module.relativeModuleId} ${test.fullName}`;
    if (result.state === 'passed') this.#report.passed++;
    else if (result.state === 'skipped') this.#skip(name, result.note);
    else if (result.state === 'failed')
      this.#fail(name, result.errors.map(({ stack, message }) => stack ?? message).join('\n'));
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) this.#fail(module.relativeModuleId, error.stack ?? error.message);
  }

  onTestRunEnd(
    _: unknown,
    unhandled: readonly { readonly message: string; readonly stack?: string }[],
  ): void {
    for (const error of unhandled) this.#fail('unhandled error', error.stack ?? error.message);
    const file = process.env['LEAKSCOPE_REPORT'];
    if (file) writeFileSync(file, JSON.stringify(this.#report));
  }

  #skip(name: string, reason: string | undefined): void {
    if (reason) this.#report.skipped.push({ name, reason });
    else this.#fail(name, 'skipped without a reason: call skip(reason)');
  }

  #fail(name: string, text: string): void {
    this.#report.failed++;
    console.log(`FAILED  ${name}\n${text}\n`);
  }
}
