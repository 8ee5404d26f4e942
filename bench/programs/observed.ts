/** Loaded into a measured process before its own code (`node --import`): tells its use of processor and memory when asked. */

process.on('message', (question) => {
  if (question !== 'usage') return
  const { user, system } = process.cpuUsage()
  process.send?.({
    usage: {
      cpuMicros: user + system,
      rssBytes: process.memoryUsage.rss(),
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    },
  })
})
// Being asked must not keep a process alive that would end.
process.channel?.unref()

export {}
