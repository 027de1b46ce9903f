/**
 * Where an upload is asked for: what the service calls it may be an address for others (`PUBLIC_URL`, a proxy, a page that was
 * open under another name), so that only its id counts.
 */
export function tusAddress(endpoint: string, address: string): string {
  const id = /\/tus\/([^/]+)\/?$/.exec(new URL(address, endpoint).pathname)?.[1]
  return id === undefined ? endpoint : `${endpoint}/${id}`
}

/** The file that an upload has become, by the address of either: they have the same id, and stand beside each other. */
export function fileOf(
  endpoint: string,
  address: string
): { id: string; link: string } | undefined {
  const { href, pathname } = new URL(address, endpoint)
  const id = /\/(?:tus|files)\/([^/]+)$/.exec(pathname)?.[1]
  return id === undefined ? undefined : { id, link: new URL(`../files/${id}`, href).href }
}
