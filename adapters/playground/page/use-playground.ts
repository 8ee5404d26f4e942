import { useEffect, useRef, useState } from 'react'
import type { Playground } from '../contract.ts'
import { playgroundPaths } from '../contract.ts'
import { ask } from './server.ts'

/** The simulators' state, fetched again whenever the server says that something changed. */
export function usePlayground(): { state: Playground | undefined; connected: boolean } {
  const [state, setState] = useState<Playground>()
  const [connected, setConnected] = useState(true)
  const known = useRef(0)
  useEffect(() => {
    let fetching = false
    let again = false
    const load = async () => {
      if (fetching) {
        again = true
        return
      }
      fetching = true
      try {
        const next = await ask<Playground>(playgroundPaths.state)
        known.current = next.revision
        setState(next)
      } catch {
        // The event stream notices a stopped server and reconnects: that fetches again.
      } finally {
        fetching = false
        if (again) {
          again = false
          void load()
        }
      }
    }
    const changes = new EventSource(playgroundPaths.changes)
    changes.onopen = () => {
      setConnected(true)
      void load()
    }
    changes.onerror = () => setConnected(false)
    changes.onmessage = ({ data }) => {
      // A restarted bot counts from one again: any other revision is news.
      if (Number(data) !== known.current) void load()
    }
    return () => changes.close()
  }, [])
  return { state, connected }
}
