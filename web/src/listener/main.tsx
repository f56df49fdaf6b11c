import { start } from '../ui/start';
import { ListenPage } from './page';

void start((config) => <ListenPage config={config} />);
