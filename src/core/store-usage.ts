import type { ContentStore } from './ports/content-store.js'
import type { MetadataStore } from './ports/metadata-store.js'

/** What the stores can be asked at any time of how full they are. */
export type StoreUsage = Pick<MetadataStore, 'totals'> & Pick<ContentStore, 'room'>
