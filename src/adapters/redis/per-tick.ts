/** What comes within one turn of the event loop goes together. There is no timer: nothing waits for company. */
export function perTick<Job>(flush: (jobs: Job[]) => void): (job: Job) => void {
  let jobs: Job[] = [];
  return (job) => {
    if (jobs.push(job) > 1) return;
    setImmediate(() => {
      const gathered = jobs;
      jobs = [];
      flush(gathered);
    });
  };
}
