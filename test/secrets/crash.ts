/** Loaded into the program by a test: on a signal something in it fails that nobody expects, with a key in its words. */
process.on('SIGUSR2', () => {
  setTimeout(() => {
    const key = process.env.CRASH_KEY ?? '';
    throw Object.assign(new Error(`could not send ${key}`, { cause: new Error(`to ${key}`) }), { code: key });
  });
});
