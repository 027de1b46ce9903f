import type { FileRecord } from '../file-record.js'
import { isForeign } from '../foreign-contents.js'
import type { MetadataStep, RepairSite, RepairWork } from '../ports/repair-site.js'
import type { RecordsView, StoreView } from '../ports/store-view.js'
import type { OnProgress } from './progress.js'
import { type UnclaimedContent, unclaimedContents } from './unclaimed-contents.js'
import { verify } from './verify.js'

/** What may be done that loses something. */
export interface Permissions {
  readonly cutJournal: boolean
  readonly acceptEdited: boolean
  readonly dropMissing: boolean
  /** Contents of which so many have no record that they must be those of another store. */
  readonly giveUpForeign: boolean
}

export type RepairStep = (
  | MetadataStep
  | { readonly step: 'drop-missing'; readonly records: readonly FileRecord[] }
  | {
      readonly step: 'put-aside' | 'give-up-foreign'
      readonly contents: readonly UnclaimedContent[]
    }
) & {
  /** The permission that it needs and does not have. */
  readonly needs?: keyof Permissions
}

export interface RepairPlan {
  readonly steps: readonly RepairStep[]
  /** How many records there are afterwards. */
  readonly files: number
  readonly work: RepairWork
}

const permissionFor: Partial<Record<RepairStep['step'], keyof Permissions>> = {
  'cut-journal': 'cutJournal',
  'accept-edited': 'acceptEdited',
  'drop-missing': 'dropMissing',
  'give-up-foreign': 'giveUpForeign',
}

/** Everything that is wrong in a store and can be put right, and what that takes. Changes nothing. */
export async function planRepair(
  site: RepairSite,
  permissions: Permissions,
  onProgress: OnProgress
): Promise<RepairPlan> {
  const { view, steps } = await site.salvage(permissions)
  const faulty = await faultyRecords(site, view, onProgress)
  const dropped = permissions.dropMissing ? faulty : []
  const rest = without(view, dropped)
  const unclaimed = await unclaimedIn(site, rest)
  const all: RepairStep[] = [...steps]
  if (faulty.length > 0) all.push({ step: 'drop-missing', records: faulty })
  if (unclaimed.length > 0) {
    const given = new Set(dropped.map(({ contentKey }) => contentKey))
    const strangers = unclaimed.filter(({ contentKey }) => !given.has(contentKey)).length
    const step = isForeign(strangers, strangers + view.facts.count)
      ? 'give-up-foreign'
      : 'put-aside'
    all.push({ step, contents: unclaimed })
  }
  return {
    steps: all.map((step) => {
      const needs = permissionFor[step.step]
      return needs === undefined || permissions[needs] ? step : { ...step, needs }
    }),
    files: rest.facts.count,
    work: {
      view: rest,
      rewrite: steps.length > 0 || dropped.length > 0,
      dropped,
      putAside: unclaimed.map(({ contentKey }) => contentKey),
    },
  }
}

const viewed = (site: RepairSite, view: RecordsView): StoreView => ({
  place: '',
  read: async () => view,
  contents: site.contents,
  isInUse: async () => false,
})

async function faultyRecords(
  site: RepairSite,
  view: RecordsView,
  onProgress: OnProgress
): Promise<FileRecord[]> {
  const { problems } = await verify(viewed(site, view), { readData: false, onProgress })
  return problems.flatMap((problem) => ('record' in problem ? [problem.record] : []))
}

async function unclaimedIn(
  site: RepairSite,
  view: RecordsView
): Promise<readonly UnclaimedContent[]> {
  const keys = await site.contents.keys()
  return (await unclaimedContents(viewed(site, view), keys, view)).unclaimed
}

function without(view: RecordsView, dropped: readonly FileRecord[]): RecordsView {
  if (dropped.length === 0) return view
  const ids = new Set(dropped.map(({ id }) => id))
  return {
    facts: { ...view.facts, count: view.facts.count - ids.size },
    get: (id) => (ids.has(id) ? undefined : view.get(id)),
    *records() {
      for (const record of view.records()) if (!ids.has(record.id)) yield record
    },
  }
}
