import { BlockList, isIPv6 } from 'node:net'

/** An address without the form in which IPv6 sockets show IPv4. */
export const plainAddress = (address = ''): string => address.replace(/^::ffff:(?=\d+\.)/, '')

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

/**
 * Whether the address so many hops from us, 0 being the other end of the connection, is a proxy of ours. `setting` has
 * addresses and networks, or the number of hops.
 */
export function trustedProxies(setting = ''): (address: string, hop: number) => boolean {
  if (/^\d+$/.test(setting)) return (_address, hop) => hop < Number(setting)
  const list = new BlockList()
  for (const entry of setting.split(',').filter(Boolean)) {
    const [address = '', bits] = entry.trim().split('/')
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return (sent) => {
    const address = plainAddress(sent)
    return list.check(address, familyOf(address))
  }
}
