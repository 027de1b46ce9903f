/**
 * Where an upload is asked for: what the service calls it may be an address for others (`PUBLIC_URL`, a proxy, a page that was
 * open under another name), so that only its id counts.
 */
export function tusAddress(endpoint: string, address: string): string {
  const id = uploadId(endpoint, address)
  return id === undefined ? endpoint : `${endpoint}/${id}`
}

/** The id in the address of an upload, which is that of the file it becomes; nothing in the address of all uploads. */
export function uploadId(endpoint: string, address: string): string | undefined {
  const { pathname } = new URL(address, endpoint)
  return /\/tus\/([^/]+)\/?$/.exec(pathname)?.[1]
}
