import { Api } from '../common/api';
import { start } from '../ui/start';
import { codeInAddress, ListenPage } from './page';

void start((config) => {
  const api = new Api(config.api);
  const code = codeInAddress();
  const first = code ? api.session(code) : undefined;
  // The page looks at it, as soon as it is there.
  first?.catch(() => undefined);
  return () => <ListenPage config={config} api={api} first={first} />;
});
