import { openMemoryHistory } from '#adapters/memory/history.ts';
import { freshRedisFacts } from '../support/stores.ts';
import { historyContract } from './history.ts';

historyContract('memory', async () => {
  const history = openMemoryHistory();
  return { history, other: history, close: () => history.close() };
});

historyContract('Redis', async () => {
  const first = await freshRedisFacts();
  const second = await freshRedisFacts(first.key_prefix);
  const close = async (): Promise<void> => {
    await first.close();
    await second.close();
  };
  return { history: first.history, other: second.history, close };
});
