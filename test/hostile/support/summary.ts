import type { Reporter, TestModule } from 'vitest/node'

/** Adds up what the table of hostile inputs came to, and says of every skipped row why; silent where none ran. */
export class HostileSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const hostile = modules.filter((module) => module.moduleId.includes('/test/hostile/'))
    const tests = hostile.flatMap((module) => [...module.children.allTests()])
    if (tests.length === 0) return
    const sent = tests.reduce((sum, test) => sum + (test.meta().inputs ?? 0), 0)
    const skipped = tests.filter((test) => test.result().state === 'skipped')
    for (const test of skipped) {
      const result = test.result()
      // Without a reason it was only not asked for.
      if ('note' in result && result.note)
        console.log(`skipped ${test.name}\n        ${result.note}`)
    }
    const passed = tests.filter((test) => test.result().state === 'passed').length
    console.log(
      `hostile inputs: ${passed} of ${tests.length} rows pass, ${skipped.length} skipped, ${sent} single inputs sent`
    )
  }
}
