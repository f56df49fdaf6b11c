import { start } from '../ui/start';
import { SpeakPage } from './page';
import { SignInAnswered } from './signInAnswered';
import { answersBeside } from './signInBeside';

const isBeside = answersBeside();

void start((config) => (isBeside ? <SignInAnswered /> : <SpeakPage config={config} />));
