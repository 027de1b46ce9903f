import type { Api } from '../api.js'

/** Most bytes that an upload may have; nothing where the service does not tell. */
export async function sizeLimit(api: Api): Promise<number | undefined> {
  try {
    const { headers } = await fetch(api.url('tus'), { method: 'OPTIONS', headers: api.headers })
    return Number(headers.get('Tus-Max-Size')) || undefined
  } catch {
    return undefined
  }
}
