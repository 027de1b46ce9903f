import type { GivenUp } from '../core/ports/repair-site.js'
import type { Permissions, RepairStep } from '../core/upkeep/repair.js'
import { counted, onScreen } from '../terminal/words.js'

const flags: Readonly<Record<keyof Permissions, string>> = {
  cutJournal: '--cut-journal',
  acceptEdited: '--accept-edited',
  dropMissing: '--drop-missing',
  giveUpForeign: '--put-aside',
}

const verbs: Readonly<Record<GivenUp['change'], string>> = {
  put: 'new file',
  meta: 'change of',
  cnt: 'download of',
  del: 'deletion of',
}

/** A step of a repair with all that it concerns, a line each. */
export function stepInWords(step: RepairStep): string {
  const [first = '', ...rest] = linesOf(step)
  const needs = step.needs === undefined ? '' : ` (needs ${flags[step.needs]})`
  return [`${first}${needs}`, ...rest.map((line) => `  ${line}`)].join('\n')
}

function linesOf(step: RepairStep): string[] {
  switch (step.step) {
    case 'fall-back':
      return [`${step.file}: ${step.reason}; the previous snapshot and the journals stand in`]
    case 'accept-edited':
      return [`${step.file}: edited by hand; take the ${counted(step.records, 'record')} in it`]
    case 'cut-journal': {
      const { file, offset, reason, lines, unreadable, changes } = step
      return [
        `${file}:${offset}: ${reason}; give up ${counted(lines, 'line')} from there on, ${unreadable} of them unreadable`,
        ...changes.map(
          ({ change, id, name }) =>
            `${verbs[change]} ${id}${name === undefined ? '' : ` ${onScreen(name)}`}`
        ),
      ]
    }
    case 'drop-missing':
      return [
        `Remove ${counted(step.records.length, 'record')} whose content is missing or not of its size`,
        ...step.records.map(({ id, name, size }) => `${id} ${onScreen(name)}, ${size} bytes`),
      ]
    case 'put-aside':
    case 'give-up-foreign':
      return [
        `Put ${counted(step.contents.length, 'content')} aside that no record names`,
        ...step.contents.map(({ contentKey, size }) => `${onScreen(contentKey)}, ${size} bytes`),
      ]
  }
}
