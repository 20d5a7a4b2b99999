### Lo que solo Slack hace necesario.

slack-room-topic =
    Un círculo pequeño, privado para quienes están en él. Slack anuncia quién sale de un canal: para irte sin ruido, toca ¿Necesitas algo? y siléncialo. Se cierra solo cuando termina la temporada.
slack-elsewhere =
    Esto es para la gente de este espacio de trabajo; parece que vienes de otra organización. Nada cambió.
slack-guest =
    Un círculo habla en un canal privado propio, y tu cuenta solo puede estar en un canal. Pregunta a quien te invitó si eso puede cambiar. Nada cambió.
slack-people =
    No encontré a todas las personas que nombraste. Nómbralas con @, como te las ofrece Slack al escribir. Nada cambió.
slack-moment =
    Un momento, por favor: me lleva un poco más de lo habitual.

## Gente de otras organizaciones

who-can-export-shared-room = en la sala puede haber gente de otras organizaciones, y quienes tienen la propiedad de este espacio de trabajo y de los suyos quizá puedan exportar lo que hay en ella
who-sees-slack-shared =
    Las personas de esta sala; algunas pueden ser de otra organización. Quienes tienen la propiedad de este espacio de trabajo, y de los suyos, quizá puedan exportarla. Quien maneja la computadora de este bot ve que el círculo existe.

    Nunca leo lo que se escribe aquí. Lo que escribiste queda con quienes lo leen, también después de que te vayas.
slack-others-need =
    Para eso necesito un permiso más, conversations.connect:write, y Slack le pide a cada persona que acepte una vez más su sala. Lo necesario está en docs/slack.md.
others-seat-freed =
    Tu sí contó, pero Slack no me dejó traerte a la sala de tu círculo, porque vienes de otra organización. Es cosa nuestra, no tuya, y quienes cuidan de mí aquí lo saben.

    No pasa nada más por sí solo. Toca otra vez el tablero cuando quieras que lo intente de nuevo.
    .preview = Unas palabras mías, cuando quieras
others-kept-out =
    Slack no me deja traer a las salas a gente de otras organizaciones, aunque aquí es bienvenida. Los círculos se abren y siguen sin ella, y se lo digo a quien le toca.
    .title = La gente de otras organizaciones no entra
    .preview = La gente de otras organizaciones no entra
others-kept-out-scope = Para arreglarlo, añade a la aplicación el permiso conversations.connect:write (OAuth & Permissions, o su manifiesto) e instálala de nuevo. O elige que no participen: /steward settings, Quién puede sumarse.
others-kept-out-refused = Para arreglarlo, mira en Slack que las aplicaciones puedan invitar a gente de otras organizaciones, y que la suya lo permita (Configuración y administración, Slack Connect). O elige que no participen: /steward settings, Quién puede sumarse.
others-footer = Esto llega como mucho una vez al día, a quienes cuidan de mí aquí.
why-others-kept-out = Alguien de otra organización no pudo entrar: quienes cuidan del bot se enteran de qué lo arreglaría.
why-kept-out = Alguien de otra organización no pudo entrar: su lugar queda libre, su deseo descansa, y se le dice.
