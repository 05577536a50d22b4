/** The profiler of a running Node, over the DevTools protocol. */
export type ProfileNode = {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
  children?: number[];
};
export type Profile = { nodes: ProfileNode[]; samples: number[]; timeDeltas: number[] };

const SAMPLING_US = 200;

type Answer = { id?: number; result?: unknown; error?: { message: string } };

/** `url` is the `ws:` address that Node prints when started with `--inspect`. Resolves to a function that ends the profile. */
export async function startProfile(url: string): Promise<() => Promise<Profile>> {
  const socket = new WebSocket(url);
  const opened = Promise.withResolvers<void>();
  socket.addEventListener('open', () => opened.resolve());
  socket.addEventListener('error', () => opened.reject(new Error(`no inspector at ${url}`)));
  await opened.promise;
  let calls = 0;
  const call = (method: string, params: object = {}): Promise<unknown> => {
    const id = ++calls;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const listen = ({ data }: MessageEvent): void => {
      const answer = JSON.parse(String(data)) as Answer;
      if (answer.id !== id) return;
      socket.removeEventListener('message', listen);
      if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
      else resolve(answer.result);
    };
    socket.addEventListener('message', listen);
    socket.send(JSON.stringify({ id, method, params }));
    return promise;
  };
  await call('Profiler.enable');
  await call('Profiler.setSamplingInterval', { interval: SAMPLING_US });
  await call('Profiler.start');
  return async () => {
    const { profile } = (await call('Profiler.stop')) as { profile: Profile };
    socket.close();
    return profile;
  };
}
