import { markdown } from '../compare/markdown.js'
import { numberText } from '../compare/number-text.js'
import type { Samples } from '../compare/samples.js'
import type { Ratios } from './expected.js'
import { guarded, titles } from './guarded.js'

/** More than two runs of the same code differ. */
const tolerance = 0.2

/** CPU of this server for one of the bare server; without those that did not run. */
export function ratiosOf(samples: Samples): Ratios {
  const ratios = guarded.workloads.map(({ name }) => {
    const [own, bare] = [
      samples.median(name, 'filedrop', 'cpu'),
      samples.median(name, 'bare', 'cpu'),
    ]
    return [name, Number(((own ?? Number.NaN) / (bare ?? Number.NaN)).toFixed(2))] as const
  })
  return Object.fromEntries(ratios.filter(([, ratio]) => Number.isFinite(ratio)))
}

/** The ratios beside the committed ones. */
export function comparison(samples: Samples, ratios: Ratios, expected: Ratios): string {
  const rows = guarded.workloads.map(({ name, unit }) => {
    const cpu = (peer: string) => {
      const seconds = samples.median(name, peer, 'cpu')
      return numberText(seconds && seconds * (unit === 'MB' ? 1e3 : 1e6))
    }
    return [
      titles[name] as string,
      unit === 'MB' ? 'ms/MB' : 'µs',
      cpu('filedrop'),
      cpu('bare'),
      numberText(ratios[name]),
      numberText(expected[name]),
      moved(ratios[name], expected[name]),
    ]
  })
  const head = [' operation', ' CPU in', 'Filedrop', 'bare', 'ratio', 'committed', ' moved']
  return markdown(head, rows)
}

function moved(ratio: number | undefined, before: number | undefined): string {
  if (ratio === undefined) return 'DID NOT RUN'
  if (before === undefined) return 'new'
  const change = ratio / before - 1
  if (Math.abs(change) <= tolerance) return ''
  return `${change > 0 ? 'DEARER' : 'cheaper'} by ${Math.round(Math.abs(change) * 100)}%`
}
