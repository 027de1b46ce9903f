/**
 * Where an upload is asked for: what the service calls it may be an address for others (`PUBLIC_URL`, a proxy, a page that was
 * open under another name), so that only its id counts.
 */
export function tusAddress(endpoint: string, address: string): string {
  const id = uploadId(endpoint, address)
  return id === undefined ? endpoint : `${endpoint}/${id}`
}

/** The file that an upload becomes: it has its id, and stands beside it. */
export function fileOf(
  endpoint: string,
  address: string
): { id: string; link: string } | undefined {
  const id = uploadId(endpoint, address)
  return id === undefined ? undefined : { id, link: new URL(`../files/${id}`, address).href }
}

function uploadId(endpoint: string, address: string): string | undefined {
  const { pathname } = new URL(address, endpoint)
  return /\/tus\/([^/]+)\/?$/.exec(pathname)?.[1]
}
