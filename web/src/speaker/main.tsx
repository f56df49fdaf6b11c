import { start } from '../ui/start';
import { SpeakPage } from './page';

void start((config) => <SpeakPage config={config} />);
