export interface Sharing {
  /** per group: seconds that it wants */
  readonly wanted: readonly number[]
  /** per kind: seconds that there are */
  readonly available: readonly number[]
  /** per group: the kinds that it may do */
  readonly usable: readonly (readonly number[])[]
}

export interface Short {
  readonly groups: readonly boolean[]
  readonly kinds: readonly boolean[]
  /** per group: the kinds of which it was given something, as usable */
  readonly given: readonly (readonly number[])[]
}

/**
 * Which groups cannot all have what they want, even if they have every second of every kind that they may do: a maximum
 * flow (Dinic) from groups to kinds, and then whatever can be reached from a group that is left wanting. These kinds are
 * used up by these groups. All false when everybody has what they want.
 */
export function findShort(sharing: Sharing): Short {
  const flow = new Flow(sharing)
  flow.giveWhatIsThere()
  while (flow.layOut()) flow.push()
  return {
    groups: sharing.wanted.map((_, group) => (flow.groupLayer[group] ?? -1) >= 0),
    kinds: sharing.available.map((_, kind) => (flow.kindLayer[kind] ?? -1) >= 0),
    given: flow.given(),
  }
}

/** Seconds that went from one group to one kind's account. */
interface Gift {
  readonly group: number
  readonly kind: number
  seconds: number
}

class Flow {
  readonly groupLayer: Int32Array
  readonly kindLayer: Int32Array
  readonly #missing: Float64Array
  readonly #left: Float64Array
  readonly #giftsOfGroup: Gift[][]
  readonly #giftsOfKind: Gift[][]
  readonly #nextOfGroup: Int32Array
  readonly #nextOfKind: Int32Array
  /** what is smaller is rounding */
  readonly #dust: number

  constructor({ wanted, available, usable }: Sharing) {
    this.#missing = Float64Array.from(wanted)
    this.#left = Float64Array.from(available)
    this.#giftsOfKind = available.map(() => [])
    this.#giftsOfGroup = usable.map((kinds, group) => kinds.map((kind) => ({ group, kind, seconds: 0 })))
    for (const gift of this.#giftsOfGroup.flat()) this.#giftsOfKind[gift.kind]?.push(gift)
    this.groupLayer = new Int32Array(wanted.length)
    this.kindLayer = new Int32Array(available.length)
    this.#nextOfGroup = new Int32Array(wanted.length)
    this.#nextOfKind = new Int32Array(available.length)
    const total = wanted.reduce((sum, each) => sum + each, 0)
    this.#dust = Math.max(1e-9, total * 1e-14)
  }

  /** A first flow, groups with the least choice first; most of the work is done here. */
  giveWhatIsThere(): void {
    for (const gifts of this.#giftsOfGroup.toSorted((a, b) => a.length - b.length)) {
      for (const gift of gifts) this.#move(gift, Math.min(this.#missing[gift.group] ?? 0, this.#left[gift.kind] ?? 0))
    }
  }

  /** Layers by distance from a group that is left wanting. True when a kind with something left was reached. */
  layOut(): boolean {
    this.groupLayer.fill(-1)
    this.kindLayer.fill(-1)
    this.#nextOfGroup.fill(0)
    this.#nextOfKind.fill(0)
    let groups = [...this.#missing.keys()].filter((group) => (this.#missing[group] ?? 0) > this.#dust)
    let isReached = false
    for (let layer = 0; groups.length > 0 && !isReached; layer += 2) {
      for (const group of groups) this.groupLayer[group] = layer
      const kinds = new Set<number>()
      for (const { kind } of groups.flatMap((group) => this.#giftsOfGroup[group] ?? [])) {
        if (this.kindLayer[kind] === -1) kinds.add(kind)
      }
      const next = new Set<number>()
      for (const kind of kinds) {
        this.kindLayer[kind] = layer + 1
        if ((this.#left[kind] ?? 0) > this.#dust) isReached = true
        for (const { group, seconds } of this.#giftsOfKind[kind] ?? []) {
          if (seconds > this.#dust && this.groupLayer[group] === -1) next.add(group)
        }
      }
      groups = [...next]
    }
    return isReached
  }

  /** Sends as much as the layers let through. */
  push(): void {
    for (const [group, missing] of this.#missing.entries()) {
      if (this.groupLayer[group] !== 0) continue
      const sent = this.#sendFrom(group, missing)
      this.#missing[group] = missing - sent
    }
  }

  given(): number[][] {
    return this.#giftsOfGroup.map((gifts) => gifts.flatMap(({ kind, seconds }) => (seconds > this.#dust ? [kind] : [])))
  }

  #sendFrom(group: number, wanted: number): number {
    const gifts = this.#giftsOfGroup[group] ?? []
    let sent = 0
    for (let at = this.#nextOfGroup[group] ?? 0; at < gifts.length; at += 1) {
      this.#nextOfGroup[group] = at
      const gift = gifts[at]
      if (gift === undefined || this.kindLayer[gift.kind] !== (this.groupLayer[group] ?? 0) + 1) continue
      const through = this.#sendTo(gift.kind, wanted - sent)
      gift.seconds += through
      sent += through
      if (wanted - sent <= this.#dust) return sent
    }
    this.#nextOfGroup[group] = gifts.length
    return sent
  }

  /** What a kind takes in: what it has left, and then what others gave to it and can have elsewhere. */
  #sendTo(kind: number, wanted: number): number {
    const own = Math.min(this.#left[kind] ?? 0, wanted)
    this.#left[kind] = (this.#left[kind] ?? 0) - own
    let sent = own
    const gifts = this.#giftsOfKind[kind] ?? []
    for (let at = this.#nextOfKind[kind] ?? 0; at < gifts.length && wanted - sent > this.#dust; at += 1) {
      this.#nextOfKind[kind] = at
      const gift = gifts[at]
      if (gift === undefined || gift.seconds <= this.#dust) continue
      if (this.groupLayer[gift.group] !== (this.kindLayer[kind] ?? 0) + 1) continue
      const elsewhere = this.#sendFrom(gift.group, Math.min(gift.seconds, wanted - sent))
      gift.seconds -= elsewhere
      sent += elsewhere
    }
    if (wanted - sent > this.#dust) this.#nextOfKind[kind] = gifts.length
    return sent
  }

  #move(gift: Gift, seconds: number): void {
    gift.seconds += seconds
    this.#missing[gift.group] = (this.#missing[gift.group] ?? 0) - seconds
    this.#left[gift.kind] = (this.#left[gift.kind] ?? 0) - seconds
  }
}
